/** Files with tables, as a chooser of files names them. */
export const tableFiles = [
  '.csv',
  '.tsv',
  '.tab',
  '.txt',
  '.gz',
  '.xlsx',
  '.xlsm',
  'text/csv',
  'text/tab-separated-values',
  'text/plain',
  'application/gzip',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
].join(',');
