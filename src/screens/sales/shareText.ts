/** Percentages as somebody typed them, "30 40 30" or "33.5, 66.5", in hundredths of a percent; what is no number is 0 and no share. */
export function readShares(text: string): readonly number[] {
  const parts = text.split(/[\s,;%\u3001\uff0c\uff1b/]+/).filter((part) => part !== '');
  return parts.map((part) => {
    const hundredths = Math.round(Number(part) * 100);
    return Number.isFinite(hundredths) ? hundredths : 0;
  });
}
