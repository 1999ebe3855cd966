import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sharedFolder } from '../support/sharedData.ts';
import { checkedImport, visibleValues, writtenImport } from '../support/imports.ts';
import { Replica } from '../support/replica.ts';
