import { plural, type SameTexts } from './dictionary.ts';

/** The sync mark, and what is said about synchronisation above every screen. */
const zh = {
  mark: {
    local: '在本机',
    localLong: '所有资料都存在这台设备的浏览器里，还没有其他副本。查看共享与存储。',
    connecting: '正在连接',
    connectingLong: '正在连接中继；所有更改都安全存在本机。',
    catchingUp: (done: string, total: string) => `正在更新 ${done} / ${total}`,
    catchingUpLong: '正在取回其他设备的更改；可以照常使用。',
    way: (count: string) => `${count} 项正在送达`,
    wayLong: (count: string, age: string) => `${count} 项更改正在送达，最早一项在${age}；已安全存在本机。`,
    safe: '已安全保存',
    safeLong: '所有更改都已存到中继，还没有其他设备看到。',
    seen: (count: string) => `${count} 台设备已看到`,
    seenLong: (seen: string, others: string) =>
      `所有更改都已存到中继；另外 ${others} 台设备中有 ${seen} 台已看到。`,
    viewer: '只查看',
    viewerLong: '这台设备可以查看这个账本，不能修改。',
    unsent: (count: string) => `只查看 · ${count} 项未送出`,
    unsentLong: (count: string) => `这台设备现在只能查看；之前的 ${count} 项更改没有送出，只在本机。`,
    offline: '离线',
    offlineCount: (count: string) => `离线 · ${count} 项在本机`,
    offlineLong: '现在没有连接；已送出的更改都在中继上。',
    offlineCountLong: (count: string) => `离线，${count} 项更改安全存在本机，连上后自动送达。`,
    stopped: '同步已停',
    stoppedLong: '同步已停止，更改都安全存在本机。查看原因。',
  },
  trouble: {
    removed: {
      title: '这台设备已被移出账本',
      text: '它不再收到新的更改，也不能再送出。可以把账本从这台设备上删掉。',
      act: '查看',
    },
    left: {
      title: '这台设备已离开账本',
      text: '它不再收到新的更改。可以把账本从这台设备上删掉，也可以留一份查看。',
      act: '查看',
    },
    'too-old': {
      title: '应用版本太旧，暂停同步',
      text: '更改都安全存在本机。请刷新以换成新版本，之后会自动送出。',
      act: '刷新',
    },
    fork: {
      title: '中继给出的记录前后不一致',
      text: '为保护资料，同步已停止。更改都在本机。请联系运行中继的人，并对照另一台设备。',
      act: '查看',
    },
    'two-logs': {
      title: '另一台设备看到的记录与这里不同',
      text: '可能是中继出错，也可能是那台设备有问题。同步仍在继续；请两人对照近期的更改，并联系运行中继的人。',
      act: '查看',
    },
    'device-full': {
      title: '这台设备的存储空间不足',
      text: '暂停接收其他设备的更改。这里的更改都已保存；腾出空间后点“立即同步”。',
      act: '查看',
    },
    cloned: {
      title: '这个浏览器资料是一份副本',
      text: '另一处正以同一台设备的身份发送，所以这里停止同步。请让这里作为新设备重新加入。',
      act: '重新加入',
    },
    quota: {
      title: '中继的空间用完了',
      text: (used: string, quota: string) =>
        `已用 ${used}，上限 ${quota}。新的更改都安全存在本机，等空间扩大后送出。`,
      act: '查看',
    },
    clock: {
      title: '这台设备的时钟不准',
      text: (by: string, isAhead: boolean) =>
        `${isAhead ? '快了' : '慢了'} ${by}。两人同时修改时会排错先后，请校准系统时间。`,
      act: '查看',
    },
    'unknown-workspace': {
      title: '中继不认识这个账本',
      text: '它可能换了存储或从旧备份恢复。更改都安全存在本机。请联系运行中继的人。',
      act: '查看',
    },
    refused: {
      title: '中继没有接受这台设备的更改',
      text: '更改都安全存在本机。请复制详情给运行中继的人。',
      act: '查看',
    },
  },
  unsent: {
    title: (count: number) => `成为“只查看”之前的 ${count} 项更改没有送出`,
    text: '它们只在这台设备上。',
    act: '查看',
  },
  asks: {
    title: (name: string) => `${name} 请求加入`,
    text: '请核对两边的六位数字，再决定是否让它加入。',
    act: '核对',
  },
  heldBack: {
    title: (count: string) => `${count} 条来自其他设备的更改没有采用`,
    text: '它们不符合规则，已单独存放；其余更改不受影响。',
    act: '查看',
  },
  merging: { title: '正在并入另一个账本', text: '可以照常使用；完成后可一步撤销。' },
  merged: (count: string) => `已并入 ${count} 条记录`,
  mergeFailed: '没有并入。两个账本都没有改变，可以在账本菜单里再试。',
};

const en = {
  mark: {
    local: 'On this device',
    localLong:
      'Everything is stored in this browser on this device; there is no other copy yet. See sharing and storage.',
    connecting: 'Connecting',
    connectingLong: 'Connecting to the relay; every change is safe on this device.',
    catchingUp: (done: string, total: string) => `Catching up, ${done} of ${total}`,
    catchingUpLong: 'Fetching what other devices have changed; go on working meanwhile.',
    way: (count: string) => `${count} on their way`,
    wayLong: (count: string, age: string) =>
      `${count} ${plural(Number(count), 'change', 'changes')} on their way, the oldest from ${age}; safe on this device.`,
    safe: 'Safe on the relay',
    safeLong: 'Every change is stored on the relay; no other device has seen the latest yet.',
    seen: (count: string) => `Seen by ${count} ${plural(Number(count), 'device', 'devices')}`,
    seenLong: (seen: string, others: string) =>
      `Every change is stored on the relay; ${seen} of ${others} other ${plural(Number(others), 'device', 'devices')} have seen the latest.`,
    viewer: 'View only',
    viewerLong: 'This device may look at this book and change nothing.',
    unsent: (count: string) => `View only, ${count} not sent`,
    unsentLong: (count: string) =>
      `This device only looks now; what it had not sent (${count}) is only here.`,
    offline: 'Offline',
    offlineCount: (count: string) => `Offline, ${count} waiting`,
    offlineLong: 'There is no connection now; what was sent is on the relay.',
    offlineCountLong: (count: string) =>
      `Offline, ${count} waiting, safe on this device; they leave by themselves once connected.`,
    stopped: 'Sync stopped',
    stoppedLong: 'Synchronisation has stopped; your changes are safe on this device. See why.',
  },
  trouble: {
    removed: {
      title: 'This device was removed from the book',
      text: 'It gets no new changes and can send none. You can delete the book from this device.',
      act: 'Look',
    },
    left: {
      title: 'This device has left the book',
      text: 'It gets no new changes. Delete the book from this device, or keep it to look things up.',
      act: 'Look',
    },
    'too-old': {
      title: 'This version is too old to synchronise',
      text: 'Your changes are safe on this device. Reload to get the new version; they are sent then.',
      act: 'Reload',
    },
    fork: {
      title: 'The relay contradicts itself',
      text: 'To protect the data, synchronisation has stopped. Your changes are here. Ask whoever runs the relay, and compare with another device.',
      act: 'Look',
    },
    'two-logs': {
      title: 'Another device was shown another past than this one',
      text: 'The relay or that device is at fault. Synchronisation goes on; compare recent changes with each other, and ask whoever runs the relay.',
      act: 'Look',
    },
    'device-full': {
      title: 'This device is out of space',
      text: 'It receives nothing for now. Your changes here are saved; make room, then synchronise again.',
      act: 'Look',
    },
    cloned: {
      title: 'This browser profile is a copy',
      text: 'Another copy sends as the same device, so this one has stopped. Let it join again as a new device.',
      act: 'Join again',
    },
    quota: {
      title: 'The relay is full',
      text: (used: string, quota: string) =>
        `${used} of ${quota} are used. New changes are safe on this device and leave when there is room.`,
      act: 'Look',
    },
    clock: {
      title: 'The clock of this device is wrong',
      text: (by: string, isAhead: boolean) =>
        `It is ${by} ${isAhead ? 'fast' : 'slow'}. When two people edit at once, the order comes out wrong; set the system’s time.`,
      act: 'Look',
    },
    'unknown-workspace': {
      title: 'The relay does not know this book',
      text: 'Its store may have been changed, or restored from before. Your changes are safe on this device. Ask whoever runs the relay.',
      act: 'Look',
    },
    refused: {
      title: 'The relay did not take this device’s changes',
      text: 'They are safe on this device. Copy the details for whoever runs the relay.',
      act: 'Look',
    },
  },
  unsent: {
    title: (count: number) =>
      `${count} ${plural(count, 'change', 'changes')} made before you became a viewer ${plural(count, 'was', 'were')} not sent`,
    text: 'They are only on this device.',
    act: 'Look',
  },
  asks: {
    title: (name: string) => `${name} asks to join`,
    text: 'Compare the six digits on both devices, then decide.',
    act: 'Compare',
  },
  heldBack: {
    title: (count: string) =>
      `${count} ${plural(Number(count), 'change', 'changes')} from other devices not taken`,
    text: 'They break the rules and are kept aside; everything else goes on.',
    act: 'Look',
  },
  merging: { title: 'Bringing another book in', text: 'Go on working; one step takes it all back later.' },
  merged: (count: string) => `${count} ${plural(Number(count), 'record', 'records')} brought in`,
  mergeFailed: 'Nothing was brought in. Neither book has changed; try again from the menu of books.',
} satisfies SameTexts<typeof zh>;

export const syncTexts = { zh, en };
