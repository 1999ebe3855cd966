import { plural } from './dictionary.ts';
import type { SameTexts } from './dictionary.ts';

const zh = {
  title: '照片和文件',
  local: '只在这台设备上，不会同步给别人。',
  take: '拍照',
  choose: '添加照片或文件',
  open: (name: string) => `打开 ${name}`,
  save: (name: string) => `下载 ${name}`,
  remove: (name: string) => `删除 ${name}`,
  removed: (name: string) => `已删除 ${name}`,
  photo: '照片',
  adding: '正在添加…',
  totals: (files: number, size: string) =>
    files === 0 ? '这台设备上没有照片和文件。' : `这台设备上有 ${files} 个照片和文件，共 ${size}。`,
  problems: {
    'too-large': (name: string, most: string) => `${name} 太大：每个文件最多 ${most}。`,
    'too-many-files': (most: number) => `一条记录最多放 ${most} 个文件。`,
    'empty-file': (name: string) => `${name} 是空的。`,
    'quota-exceeded': '这台设备的存储空间不够，没有添加。请先腾出空间。',
    other: (name: string) => `${name} 没有添加，请再试一次。`,
  },
};

const en = {
  title: 'Photos and files',
  local: 'On this device only: they are not synchronised.',
  take: 'Take a photo',
  choose: 'Add a photo or file',
  open: (name: string) => `Open ${name}`,
  save: (name: string) => `Download ${name}`,
  remove: (name: string) => `Delete ${name}`,
  removed: (name: string) => `${name} deleted`,
  photo: 'Photo',
  adding: 'Adding…',
  totals: (files: number, size: string) =>
    files === 0
      ? 'There are no photos and files on this device.'
      : `${files} ${plural(files, 'photo or file', 'photos and files')} on this device, ${size} together.`,
  problems: {
    'too-large': (name: string, most: string) => `${name} is too large: a file may have ${most} at most.`,
    'too-many-files': (most: number) => `A record holds ${most} files at most.`,
    'empty-file': (name: string) => `${name} is empty.`,
    'quota-exceeded': 'There is no room left on this device; nothing was added. Make room first.',
    other: (name: string) => `${name} was not added. Please try again.`,
  },
} satisfies SameTexts<typeof zh>;

export const fileTexts = { zh, en };
