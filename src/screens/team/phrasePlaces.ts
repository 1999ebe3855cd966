const asked = 4;

/** Which words of a phrase a person has to repeat from paper: four places, from 1, in order, others each time. */
export function placesToConfirm(count: number, random: () => number = Math.random): readonly number[] {
  const places = Array.from({ length: count }, (_, at) => at + 1);
  for (let at = 0; at < Math.min(asked, count); at++) {
    const other = at + Math.floor(random() * (count - at));
    [places[at], places[other]] = [places[other] ?? 0, places[at] ?? 0];
  }
  return places.slice(0, asked).sort((a, b) => a - b);
}
