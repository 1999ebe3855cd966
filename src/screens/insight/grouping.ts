import {
  segments,
  type CallList,
  type CustomersAnswer,
  type GroupName,
  type GroupProfile,
  type GroupsAnswer,
  type SegmentName,
} from '../../workers/analysisTasks.ts';

/** A group as cards and charts show it. */
export interface Group {
  /** What `Grouping.labels` holds for its customers. */
  readonly label: number;
  readonly segment: SegmentName;
  readonly trait: GroupName['trait'];
  readonly ordinal: GroupName['ordinal'];
  readonly profile: GroupProfile;
  readonly callList: CallList;
  readonly color: `--${string}`;
  readonly shape: 'circle' | 'rect' | 'triangle';
}

export interface Grouping {
  readonly mode: 'rules' | 'found';
  /** Those with customers, what to do first at the front. */
  readonly groups: readonly Group[];
  /** Group of each customer, in the order of the figures. */
  readonly labels: ArrayLike<number>;
}

const urgency: readonly SegmentName[] = ['quiet', 'champions', 'loyal', 'promising', 'asleep'];
const colorBySegment = {
  champions: '--chart-1',
  quiet: '--chart-2',
  loyal: '--chart-3',
  promising: '--chart-5',
  asleep: '--chart-grey',
} as const satisfies Record<SegmentName, `--${string}`>;
const palette = ['--chart-4', '--chart-1', '--chart-3', '--chart-5', '--chart-2', '--chart-grey'] as const;

export function groupsByRules({ rfm, profiles, callLists }: CustomersAnswer): Grouping {
  const names = segments.map((segment) => ({ segment, trait: null, ordinal: null }));
  return { mode: 'rules', groups: groupsOf(names, profiles, callLists), labels: rfm.segment };
}

export function groupsFound(_customers: CustomersAnswer, found: GroupsAnswer): Grouping {
  return {
    mode: 'found',
    groups: groupsOf(found.names, found.profiles, found.callLists),
    labels: found.labels,
  };
}

/** Account ids of a group's customers, or of its call list. */
export function accountsOf(
  { accounts }: CustomersAnswer,
  grouping: Grouping,
  group: Group,
  which: 'all' | 'callList',
): string[] {
  if (which === 'callList') return Array.from(group.callList.customers, (i) => accounts[i] ?? '');
  return accounts.filter((_, i) => grouping.labels[i] === group.label);
}

function groupsOf(
  names: readonly GroupName[],
  profiles: readonly GroupProfile[],
  callLists: readonly CallList[],
): Group[] {
  const taken = new Set<string>();
  return profiles
    .flatMap((profile, label) => {
      const name = names[label];
      const callList = callLists[label];
      return profile.customers === 0 || name === undefined || callList === undefined
        ? []
        : [{ label, ...name, profile, callList }];
    })
    .sort(
      (a, b) =>
        urgency.indexOf(a.segment) - urgency.indexOf(b.segment) || b.profile.netUnits - a.profile.netUnits,
    )
    .map((group) => {
      const own = colorBySegment[group.segment];
      const color = taken.has(own) ? palette.find((each) => !taken.has(each)) : own;
      if (color !== undefined) taken.add(color);
      const shape = color === undefined ? 'triangle' : group.segment === 'quiet' ? 'rect' : 'circle';
      return { ...group, color: color ?? own, shape } as const;
    });
}
