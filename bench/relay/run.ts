import { cpus, loadavg, totalmem } from 'node:os';
import { duration, markdownTable, megabytes, quantile } from '../figures.ts';
import { hocuspocusThroughput } from './hocuspocus.ts';
import { idle, reconnect, sustain, throughput, type LoadResult } from './scenarios.ts';

/**
 * Measures the relay on loopback, load and relay on the same machine, and prints Markdown tables. About ten minutes; `--short`
 * takes half a minute for each load. Every number ends by itself, and every store is in a temporary folder that is removed.
 */
const isShort = process.argv.includes('--short');
const loadBefore = loadavg()[0] ?? 0;

note('1,000 devices, 500 updates a second');
const steady = await sustain(1_000, 500, isShort ? 30 : 300);
note(oneLine(steady));
note('1,000 devices, 2,000 updates a second');
const burst = await sustain(1_000, 2_000, isShort ? 15 : 60);
note(oneLine(burst));
note('5,000 idle devices');
const resting = await idle(5_000);
note(megabytes(resting.resident));
note('1,000 devices come back');
const back = await reconnect(1_000, 100, 10_000);
note(duration(back.caughtUpMs.quantile(0.99)));
note('as much as goes through, and kill -9');
const [workspaces, onTheirWay, seconds] = [100, 4, isShort ? 10 : 30];
const ours = await throughput(workspaces, onTheirWay, seconds);
note(`${ours.perSecond.toFixed(0)} a second; now Hocuspocus`);
const theirs = await hocuspocusThroughput(workspaces, onTheirWay, seconds);

console.log(
  [
    `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, ${megabytes(totalmem())}, Node ${process.versions.node};`,
    `load average ${loadBefore.toFixed(1)} before, ${(loadavg()[0] ?? 0).toFixed(1)} at the end, the load generator's share included`,
  ].join(' '),
);
console.log(`\n${markdownTable(['', 'measured', 'to hold'], rows())}`);
console.log(`\n${markdownTable(['', 'relay', 'Hocuspocus 4.7.0'], sideBySide())}`);

function rows(): string[][] {
  return [
    [`500/s for ${isShort ? '30 s' : '5 min'}: acknowledged p50 / p99`, spreadOf(steady), '25 ms / 150 ms'],
    ['fsync beside it p50 / p99', fsyncOf(steady), '– / 20 ms'],
    ['delivered p99', duration(steady.deliverMs.quantile(0.99)), '200 ms'],
    ['relay memory, most', megabytes(steady.mostResidentBytes), '400 MB'],
    ['acknowledged / lost at kill -9', countsOf(steady), '0 lost'],
    [`2,000/s for ${isShort ? '15 s' : '60 s'}: acknowledged p50 / p99`, spreadOf(burst), ''],
    ['fsync beside it p50 / p99', fsyncOf(burst), ''],
    ['acknowledged / lost at kill -9', countsOf(burst), '0 lost'],
    ['5,000 idle devices: memory', megabytes(resting.resident), '500 MB'],
    ['1,000 come back in 10 s, 100 entries behind: p99', duration(back.caughtUpMs.quantile(0.99)), '5 s'],
    ['of them incomplete', String(back.missing), '0'],
  ];
}

function sideBySide(): string[][] {
  const kilobytes = (bytes: number | undefined) =>
    bytes === undefined ? '–' : `${(bytes / 1_024).toFixed(0)} kB`;
  const number = (value: number | undefined) => (value === undefined ? '–' : value.toFixed(0));
  return [
    [
      `updates/s, ${workspaces} workspaces, ${onTheirWay} on their way`,
      number(ours.perSecond),
      number(theirs?.perSecond),
    ],
    ['memory per idle workspace, 2 connections', kilobytes(ours.idleBytes), kilobytes(theirs?.idleBytes)],
    ['acknowledged', number(ours.acknowledged), number(theirs?.acknowledged)],
    ['of them lost at kill -9', number(ours.lost), number(theirs?.lost)],
  ];
}

function spreadOf({ acknowledgeMs }: LoadResult): string {
  return `${duration(acknowledgeMs.quantile(0.5))} / ${duration(acknowledgeMs.quantile(0.99))}`;
}

function fsyncOf({ fsyncMs }: LoadResult): string {
  return `${duration(quantile(fsyncMs, 0.5))} / ${duration(quantile(fsyncMs, 0.99))}`;
}

function countsOf({ written, acknowledged, lost, refused }: LoadResult): string {
  const others = [...refused].map(([reason, count]) => `, ${count} ${reason}`).join('');
  return `${acknowledged} of ${written} / ${lost}${others}`;
}

function oneLine(result: LoadResult): string {
  return [
    `acknowledged ${spreadOf(result)}, fsync ${fsyncOf(result)}, delivered p99 ${duration(result.deliverMs.quantile(0.99))}`,
    `memory ${megabytes(result.mostResidentBytes)}, ${countsOf(result)}`,
  ].join(', ');
}

function note(text: string): void {
  console.error(text);
}
