import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestRelay, type TestRelay } from '../../support/relay.ts';
import { takeIn, TeamDevice } from '../../support/sync/teamDevice.ts';

let relay: TestRelay;
let devices: TeamDevice[] = [];

beforeEach(async () => {
  relay = await startTestRelay();
});

afterEach(async () => {
  for (const device of devices.splice(0)) device.close();
  await relay.stop();
});

async function founder(): Promise<TeamDevice> {
  const device = await TeamDevice.open(relay.address);
  devices.push(device);
  return device;
}

async function joined(owner: TeamDevice, role: 'owner' | 'editor' | 'viewer'): Promise<TeamDevice> {
  const device = await takeIn(owner, relay.address, role);
  devices.push(device);
  return device;
}

test('who is invited, compared and approved gets the book, and both write to it', async () => {
  const mei = await founder();
  const before = await mei.write('Before sharing');
  await mei.share();
  const lin = await joined(mei, 'editor');
  await lin.sees(before);
  const theirs = await lin.write('From the newcomer');
  await mei.sees(theirs);
  const view = await lin.view();
  expect(view.bookName).toBe('Tea house');
  expect(view.me).toMatchObject({ device: 2, role: 'editor' });
  expect(view.devices.map((each) => [each.memberName, each.deviceName])).toEqual([
    ['Mei', 'Laptop'],
    ['Lin', 'Phone'],
  ]);
  await lin.sees(view.me?.member ?? '');
});
