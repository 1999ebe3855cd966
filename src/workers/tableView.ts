/* What the page of tables needs to know of the rules by which they are kept. */

export { dateText, secondsPerDay, tableColumnTypes } from '../domain/bookTable.ts';
export type { Reading } from '../interchange/reading/rows.ts';
export type { ColumnSetting, TableSettings } from '../interchange/tables/tableRun.ts';
export { settingsLike, settingsOf, type OtherShape } from '../interchange/tables/tableSettings.ts';
export { type TableLayout, type TableSurvey } from '../interchange/tables/tableSurvey.ts';
export { dateOrders } from '../interchange/values/date.ts';
