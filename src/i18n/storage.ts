/** What the browser does with stored data, by the kind of browser (`StorageBrowser` of src/pwa) and by persistence. */
const zh = {
  persistence: {
    persistent: '受保护：浏览器不会自行清除，只有您手动清除网站数据才会删除。',
    evictable: '未受保护：磁盘空间不足时，浏览器可能清除全部资料。',
    unknown: '这个浏览器没有说明资料是否受保护，请按可能被清除来对待。',
  },
  browser: {
    chromium: 'Chrome、Edge 等会自行决定是否保护：安装到桌面或经常使用时通常会同意。',
    firefox: 'Firefox 会询问您是否允许保存；未允许时，磁盘不足会先清除最久未用的网站。',
    'safari-tab':
      'Safari 标签页：连续七天用 Safari 而没有打开本应用，资料可能被清除。请添加到主屏幕或程序坞；安装后的应用有自己的存储，请先备份，再到里面恢复。',
    'safari-app': '已添加到主屏幕：不受 Safari 七天清除的限制，资料与 Safari 标签页里的分开存放。',
    other: '不清楚这个浏览器的清除规则，请定期备份。',
  },
  privateWindow: '无痕窗口关闭后，其中的资料会全部删除。',
};

const en = {
  persistence: {
    persistent:
      'Protected: the browser never clears the data by itself, only you can, by clearing the site’s data.',
    evictable: 'Not protected: when the disk runs short, the browser may clear everything.',
    unknown:
      'This browser does not say whether the data are protected. Treat them as if they could be cleared.',
  },
  browser: {
    chromium:
      'Chrome, Edge and their kin decide by themselves; installing the app or using it often usually earns protection.',
    firefox:
      'Firefox asks you whether the data may be kept. Without that, a full disk clears the sites unused for longest first.',
    'safari-tab':
      'A Safari tab: after seven days of using Safari without opening this app, the data may be cleared. Add it to the home screen or Dock. The installed app has storage of its own, so make a backup first and restore it there.',
    'safari-app':
      'On the home screen: exempt from Safari’s seven-day rule, and stored apart from what is in a Safari tab.',
    other: 'The rules of this browser are not known. Make backups regularly.',
  },
  privateWindow: 'In a private window everything is deleted when the window closes.',
} satisfies typeof zh;

export const storageTexts = { zh, en };
