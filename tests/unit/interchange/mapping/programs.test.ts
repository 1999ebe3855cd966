import { expect, test } from 'vitest';
import 'fake-indexeddb/auto';
import { afterEach } from 'vitest';
import { recogniseExport } from '../../../../src/interchange/mapping/programs.ts';
import { programExports } from '../../../../src/i18n/importPrograms.ts';
import { checkedImport, visibleValues, writtenImport } from '../../../support/imports.ts';
import { Replica } from '../../../support/replica.ts';

const open: Replica[] = [];
afterEach(() => open.splice(0).forEach((replica) => replica.close()));

const headers = {
  'salesforce account':
    'Id,IsDeleted,MasterRecordId,Name,Type,ParentId,BillingStreet,BillingCity,BillingState,BillingPostalCode,BillingCountry,Phone,Fax,AccountNumber,Website,Industry,AnnualRevenue,NumberOfEmployees,Description,OwnerId,CreatedDate,SystemModstamp,AccountSource',
  'salesforce contact':
    'Id,IsDeleted,AccountId,LastName,FirstName,Salutation,MailingStreet,MailingCity,MailingState,MailingPostalCode,MailingCountry,Phone,MobilePhone,ReportsToId,Email,Title,Birthdate,Description,OwnerId,SystemModstamp',
  'hubspot account':
    'Record ID,Company name,Company owner,Create Date,Phone Number,Last Activity Date,City,Country/Region,Industry,Company Domain Name,Annual Revenue,Number of Employees',
  'hubspot contact':
    'Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Primary Company,Last Activity Date,Lead Status,Marketing contact status,Create Date,Associated Company,Associated Company IDs,Job Title',
  'zoho account':
    'Record Id,Account Owner.id,Account Owner,Account Name,Phone,Website,Account Type,Industry,Annual Revenue,Employees,Billing Street,Billing City,Billing State,Billing Code,Billing Country,Created Time',
  'zoho contact':
    'Record Id,Contact Owner.id,Contact Owner,First Name,Last Name,Account Name.id,Account Name,Email,Secondary Email,Phone,Mobile,Title,Date of Birth,Mailing Street,Mailing City,Mailing Zip',
  'dynamics account':
    '(Do Not Modify) Account,(Do Not Modify) Row Checksum,(Do Not Modify) Modified On,Account Name,Main Phone,Address 1: City,Primary Contact,Email (Primary Contact),Owner',
  'dynamics contact':
    '(Do Not Modify) Contact,(Do Not Modify) Row Checksum,(Do Not Modify) Modified On,Full Name,Email,Company Name,Business Phone,Job Title,Owner',
} as const;

const columnsOf = (header: string) => header.split(',').map((name, index) => ({ index, name }));

test.each(Object.entries(headers))('an export of %s is recognised by its columns', (name, header) => {
  const found = recogniseExport(columnsOf(header), programExports);
  expect(`${found?.program ?? ''} ${found?.kind ?? ''}`).toBe(name);
});

test.each([
  'Name,Phone,Email,City',
  'Id,Name,Industry',
  'Account Name,Owner,Phone,Website',
  'Record ID,Value,Date',
])('a table of anybody is no export of a program: %s', (header) => {
  expect(recogniseExport(columnsOf(header), programExports)).toBeUndefined();
});

test('names of columns are the same however they are spaced and capitalised', () => {
  const header = headers['zoho account'].toUpperCase().replaceAll(' ', '  ');
  expect(recogniseExport(columnsOf(header), programExports)?.program).toBe('zoho');
});

test('accounts and then contacts of an export come in linked by their ids, owners by name', async () => {
  const replica = await Replica.open();
  open.push(replica);
  const [{ name: member = '' } = {}] = (await visibleValues(replica, 'member')) as { name?: string }[];
  const companies = [
    headers['zoho account'],
    `zcrm_1,zcrm_9,${member},Nordkaffe GmbH,+49 40 123456,www.nordkaffe.example,Customer,Coffee,1200000,40,Am Kai 3,Hamburg,HH,20457,Germany,2024-01-02 10:00:00`,
  ].join('\n');
  const accounts = await checkedImport(replica, companies);
  expect(accounts.opened.program).toBe('zoho');
  expect(accounts.report.problems).toEqual([]);
  await writtenImport(replica, accounts);
  expect((await visibleValues(replica, 'account'))[0]).toMatchObject({
    ...{ name: 'Nordkaffe GmbH', externalId: 'zcrm_1', website: 'www.nordkaffe.example', employees: 40 },
    ...{ address: 'Am Kai 3, Hamburg, 20457, Germany', region: 'HH', owner: expect.any(String) as string },
    annualRevenue: { minor: 120_000_000, currency: 'EUR' },
  });
  const people = [
    headers['zoho contact'],
    `zcrm_2,zcrm_9,${member},Anna,Berg,zcrm_1,Nordkaffe,anna@nordkaffe.example,,,,Buyer,1985-04-12,,,`,
  ].join('\n');
  const contacts = await checkedImport(replica, people);
  expect(contacts.report.problems).toEqual([]);
  await writtenImport(replica, contacts);
  expect(await visibleValues(replica, 'account')).toHaveLength(1);
  expect((await visibleValues(replica, 'contact'))[0]).toMatchObject({
    ...{ name: 'Anna Berg', externalId: 'zcrm_2', title: 'Buyer', birthday: '1985-04-12' },
    accounts: [expect.stringMatching(/^a/)],
  });
});
