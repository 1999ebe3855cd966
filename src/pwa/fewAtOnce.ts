/** Over HTTP/1.1 a browser holds six connections to a server; two are left for the page in view. */
const lanes = 4;

/** Does `act` for each item in order, at most four at once. Rejects with the first that fails. */
export async function fewAtOnce<T>(items: Iterable<T>, act: (item: T) => Promise<void>): Promise<void> {
  const rest = [...items].values();
  const lane = async (): Promise<void> => {
    for (const item of rest) await act(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
