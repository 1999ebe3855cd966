import { describe, expect, test } from 'vitest';
import { guessChoices, parseBoolean, splitList } from '../../../../src/interchange/values/choice.ts';
import { parseEmail, parsePhone } from '../../../../src/interchange/values/contactWays.ts';
import {
  decideDateOrder,
  emptyDateTally,
  parseDate,
  tallyDate,
  type DateOrder,
} from '../../../../src/interchange/values/date.ts';
import { decimalToInteger, parseMoney } from '../../../../src/interchange/values/money.ts';
import {
  decideNumberFormat,
  parseNumber,
  tallyNumber,
  type NumberFormat,
} from '../../../../src/interchange/values/number.ts';
import { cleanKey, cleanText } from '../../../../src/interchange/values/text.ts';

const numberOf = (cell: string, format: NumberFormat = 'point') => {
  const result = parseNumber(cell, format);
  return result.ok ? result.value : result.error.type;
};
const formatOf = (...cells: string[]) => {
  const tally = { point: 0, comma: 0, ambiguous: 0 };
  for (const cell of cells) tallyNumber(cell, tally);
  return decideNumberFormat(tally);
};
const dateOf = (cell: string, order: DateOrder = 'dmy') => {
  const result = parseDate(cell, order);
  return result.ok
    ? `${result.value.date}${result.value.time === undefined ? '' : ` ${result.value.time}`}`
    : result.error.type;
};
const orderOf = (...cells: string[]) => {
  const tally = emptyDateTally();
  for (const cell of cells) tallyDate(cell, tally);
  return decideDateOrder(tally, 'mdy');
};

describe('numbers', () => {
  test.each([
    ['1234.5', 1234.5],
    ['1,234.5', 1234.5],
    ['1,234,567', 1234567],
    ['12,34,567.8', 1234567.8],
    ["1'234.50", 1234.5],
    ['1 234', 1234],
    ['(12)', -12],
    ['12-', -12],
    ['\u221212', -12],
    ['\uff11\uff12\uff13', 123],
    ['12%', 0.12],
    ['.5', 0.5],
    ['1e3', 1000],
  ])('%s is a number where the point starts the fraction', (cell, value) => {
    expect(numberOf(cell)).toBe(value);
  });

  test.each([
    ['1.234,56', 1234.56],
    ['1.234', 1234],
    ['0,5', 0.5],
    ['(1.234,5)', -1234.5],
  ])('%s is a number where the comma starts the fraction', (cell, value) => {
    expect(numberOf(cell, 'comma')).toBe(value);
  });

  test('digits grouped in no known way are refused and not guessed', () => {
    expect(numberOf('12,34')).toBe('number-grouping');
    expect(numberOf('1.234,56')).toBe('number-grouping');
    expect(numberOf('1,2345')).toBe('number-grouping');
  });

  test('what is no number is refused', () => {
    for (const cell of ['', 'abc', '--1', '-(1)', '1.2.3.', '=1+1', '+-2', '-', '0x10', 'NaN', 'Infinity']) {
      expect(typeof numberOf(cell)).toBe('string');
    }
    expect(numberOf('1e400')).toBe('number-too-large');
  });

  test('the format of a column is decided from all values, and told when it is not sure', () => {
    expect(formatOf('1.234,56', '12')).toEqual({ format: 'comma', unsure: false });
    expect(formatOf('1,234', '1,234.5')).toEqual({ format: 'point', unsure: false });
    expect(formatOf('1.234', '3,5')).toEqual({ format: 'comma', unsure: false });
    expect(formatOf('1,234')).toEqual({ format: 'point', unsure: true });
    expect(formatOf('2.55', '0,5')).toEqual({ format: 'point', unsure: true });
    expect(formatOf('0.125')).toEqual({ format: 'point', unsure: false });
  });
});

describe('money', () => {
  const money = (cell: string, format: NumberFormat = 'point', column?: string) => {
    const result = parseMoney(cell, format, new Map([['\u5143', 'CNY']]), column);
    return result.ok ? result.value : result.error.type;
  };

  test('a sign, a code or a word names the currency', () => {
    expect(money('\u00a51,200')).toEqual({ decimal: '1200', currency: 'CNY' });
    expect(money('\uffe51,200.50')).toEqual({ decimal: '1200.50', currency: 'CNY' });
    expect(money('\u00a51,200', 'point', 'JPY')).toEqual({ decimal: '1200', currency: 'JPY' });
    expect(money('12,50 \u20ac', 'comma')).toEqual({ decimal: '12.50', currency: 'EUR' });
    expect(money('USD 12.5')).toEqual({ decimal: '12.5', currency: 'USD' });
    expect(money('-$5')).toEqual({ decimal: '-5', currency: 'USD' });
    expect(money('$-5')).toEqual({ decimal: '-5', currency: 'USD' });
    expect(money('($5.00)')).toEqual({ decimal: '-5.00', currency: 'USD' });
    expect(money('1200\u5143')).toEqual({ decimal: '1200', currency: 'CNY' });
    expect(money('12')).toEqual({ decimal: '12', currency: undefined });
  });

  test('other words beside a number are no currency', () => {
    expect(money('12 boxes')).toBe('number-invalid');
    expect(money('constructor 12')).toBe('number-invalid');
  });

  test('decimal texts become exact integers, halves away from zero', () => {
    expect(decimalToInteger('1.005', 2)).toBe(101);
    expect(decimalToInteger('-1.005', 2)).toBe(-101);
    expect(decimalToInteger('0.00005', 4)).toBe(1);
    expect(decimalToInteger('2.55', 4)).toBe(25_500);
    expect(decimalToInteger('1e2', 2)).toBe(10_000);
    expect(decimalToInteger('1e-9', 2)).toBe(0);
    expect(decimalToInteger('99999999999999999', 2)).toBeUndefined();
  });
});

describe('dates', () => {
  test.each([
    ['2010-12-01 08:26', '2010-12-01 08:26'],
    ['2010-12-01T08:26:45.123Z', '2010-12-01 08:26'],
    ['2026/3/4', '2026-03-04'],
    ['2026.10.16', '2026-10-16'],
    ['2026\u5e743\u67084\u65e5', '2026-03-04'],
    ['\uff12\uff10\uff12\uff16-03-04', '2026-03-04'],
    ['19081209', '1908-12-09'],
    ['31-Jul-18', '2018-07-31'],
    ['Jul 31, 2018', '2018-07-31'],
    ['16/10/26', '2026-10-16'],
    ['1/2/69', '1969-02-01'],
    ['4/3/2026 1:05 PM', '2026-03-04 13:05'],
    ['29/02/2024', '2024-02-29'],
  ])('%s is a date', (cell, date) => {
    expect(dateOf(cell)).toBe(date);
  });

  test('days that the calendar does not have are refused', () => {
    expect(dateOf('31/02/2024')).toBe('date-no-such-day');
    expect(dateOf('31/02')).toBe('date-invalid');
    expect(dateOf('29/02/2023')).toBe('date-no-such-day');
    expect(dateOf('2024-13-01')).toBe('date-no-such-day');
    expect(dateOf('12/31/2024', 'dmy')).toBe('date-no-such-day');
    expect(dateOf('2024-01-01 25:00')).toBe('date-invalid');
    expect(dateOf('soon')).toBe('date-invalid');
  });

  test('the order of a column is decided from all of its values', () => {
    expect(orderOf('2/3/24', '16/10/26')).toEqual({ order: 'dmy', unsure: false });
    expect(orderOf('10/20/2016', '3/1/2017')).toEqual({ order: 'mdy', unsure: false });
    expect(orderOf('2026.10.16', '16/10/26')).toEqual({ order: 'dmy', unsure: false });
  });

  test('2/3/24 alone is read in the preferred order and flagged', () => {
    expect(orderOf('2/3/24')).toEqual({ order: 'mdy', unsure: true });
    expect(dateOf('2/3/24', 'mdy')).toBe('2024-02-03');
    expect(dateOf('2/3/24', 'dmy')).toBe('2024-03-02');
  });

  test('a column that contradicts itself is flagged', () => {
    expect(orderOf('31/12/24', '12/31/24', '30/11/24').unsure).toBe(true);
  });

  test('days of a spreadsheet are dates where the whole column is', () => {
    expect(orderOf('45000', '45001.5')).toEqual({ order: 'excel', unsure: false });
    expect(dateOf('45000', 'excel')).toBe('2023-03-15');
    expect(dateOf('45000.5', 'excel')).toBe('2023-03-15 12:00');
    expect(dateOf('45000', 'dmy')).toBe('date-invalid');
  });
});

describe('addresses and numbers of people', () => {
  const email = (cell: string) => {
    const result = parseEmail(cell);
    return result.ok ? result.value : result.error;
  };
  const phone = (cell: string) => {
    const result = parsePhone(cell);
    return result.ok ? result.value : result.error;
  };

  test('an e-mail address is kept with its domain in lower case', () => {
    expect(email(' Ann.Lee@Example.COM\u200b')).toBe('Ann.Lee@example.com');
    expect(email('Ann <ann@x.example>')).toBe('ann@x.example');
    expect(email('\u674e@\u4f8b\u5b50.\u4e2d\u56fd')).toBe('\u674e@\u4f8b\u5b50.\u4e2d\u56fd');
  });

  test('a wrong e-mail address says what is wrong, and what it may have been', () => {
    expect(email('ana@porto,example')).toEqual({ type: 'email-comma', suggestion: 'ana@porto.example' });
    expect(email('ann lee@x.example')).toEqual({ type: 'email-space', suggestion: 'annlee@x.example' });
    expect(email('info@')).toEqual({ type: 'email-no-domain' });
    expect(email('info')).toEqual({ type: 'email-no-at' });
    expect(email('a@b')).toEqual({ type: 'email-no-domain' });
    expect(email('a..b@x.example')).toEqual({ type: 'email-invalid' });
  });

  test('telephone numbers come into one writing', () => {
    expect(phone('138 1602 4471')).toBe('13816024471');
    expect(phone('+86 138-1602-4471')).toBe('13816024471');
    expect(phone('0086 13816024471')).toBe('13816024471');
    expect(phone('\uff11\uff13\uff18\uff11\uff16\uff10\uff12\uff14\uff14\uff17\uff11')).toBe('13816024471');
    expect(phone('+39 02 5550 118')).toBe('+39025550118');
    expect(phone('(021) 6888-1234 \u8f6c 12')).toBe('0216888-1234x12');
    expect(phone('400-820-8820')).toBe('400-820-8820');
    expect(phone('13816024471.0')).toBe('13816024471');
  });

  test('a wrong telephone number says what is wrong', () => {
    expect(phone('1380013800')).toEqual({ type: 'phone-length', digits: 10, needed: 11 });
    expect(phone('\u89c1\u540d\u7247')).toEqual({ type: 'phone-no-number' });
    expect(phone('1.38E+10')).toEqual({ type: 'phone-rounded' });
    expect(phone('123')).toEqual({ type: 'phone-too-short', digits: 3 });
    expect(phone('+1234567890123456')).toEqual({ type: 'phone-too-long', digits: 16 });
  });
});

describe('texts, choices and lists', () => {
  test('invisible characters leave values, and joiners that make emoji stay', () => {
    expect(cleanText('\ufeff\u200b Ann \u3000')).toBe('Ann');
    expect(cleanText('\u202eevil')).toBe('evil');
    expect(cleanText('\u{1f469}\u200d\u{1f4bb}')).toBe('\u{1f469}\u200d\u{1f4bb}');
    expect(cleanText('\u0645\u0631\u062d\u0628\u0627')).toBe('\u0645\u0631\u062d\u0628\u0627');
    expect(cleanText('<img src=x onerror=alert(1)>')).toBe('<img src=x onerror=alert(1)>');
    expect(cleanKey('\uff21\u200d 1')).toBe('A 1');
  });

  test('words of a column are mapped to choices by name and by synonym', () => {
    const map = guessChoices(
      ['a', '\u91cd\u70b9', '?'],
      { choices: ['A', 'B'] },
      new Map([['\u91cd\u70b9', 'A']]),
    );
    expect([...map]).toEqual([
      ['a', 'A'],
      ['\u91cd\u70b9', 'A'],
    ]);
  });

  test('yes and no in several writings', () => {
    expect(parseBoolean(' YES ', new Map())).toBe(true);
    expect(parseBoolean('\u5426', new Map([['\u5426', false]]))).toBe(false);
    expect(parseBoolean('perhaps', new Map())).toBeUndefined();
  });

  test('lists are parted by their usual signs, each element once', () => {
    expect(splitList('S2;\u78e8\u8c46\u673a\uff1bS2|x', false)).toEqual(['S2', '\u78e8\u8c46\u673a', 'x']);
    expect(splitList('a, b', false)).toEqual(['a, b']);
    expect(splitList('a, b', true)).toEqual(['a', 'b']);
  });
});
