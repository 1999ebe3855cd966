import { nobody, type FoundPerson } from '../../domain/foundPerson.ts';

/** What a phone's address book hands out, as TypeScript's library does not describe it. */
interface PickedContact {
  readonly name?: readonly string[];
  readonly email?: readonly string[];
  readonly tel?: readonly string[];
}

interface ContactsManager {
  select(properties: readonly string[], options: { multiple: boolean }): Promise<readonly PickedContact[]>;
}

/** Whether this browser lets a person choose from the address book of the device: on Android today. */
export function hasAddressBook(): boolean {
  return addressBook() !== undefined;
}

/** The people somebody chooses there; none where they change their mind. */
export async function pickFromAddressBook(): Promise<readonly FoundPerson[]> {
  const picked = await addressBook()
    ?.select(['name', 'email', 'tel'], { multiple: true })
    .catch(() => []);
  return (picked ?? []).map(({ name = [], email = [], tel = [] }) => ({
    ...nobody,
    name: name[0] ?? '',
    emails: email,
    phones: tel,
  }));
}

function addressBook(): ContactsManager | undefined {
  const { contacts } = navigator as { contacts?: ContactsManager };
  return contacts;
}
