import { companyDetailsOf, type CompanyDetails } from '../../domain/companyDetails.ts';
import { kindOfId, type RecordId } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import { unitsToMinor } from '../../domain/money.ts';
import { lineUnits, linesOf } from '../../domain/order.ts';
import { paymentOf } from '../../domain/orderBalance.ts';
import { versionOf } from '../../domain/quoteFlow.ts';
import { valuesOf, type RecordRow, type Values } from '../../domain/record.ts';
import { taxModeOf, totalsOf, type Totals } from '../../domain/tax.ts';
import type { Language } from '../../i18n/dictionary.ts';
import { documentTexts } from '../../i18n/documents.ts';
import { documentFormats, type DocumentFormats } from './documentFormats.ts';

export type DocumentKind = keyof typeof documentTexts.zh.titles;

/** A fact and its name. */
export interface Fact {
  readonly label: string;
  readonly value: string;
}

export interface DocumentLine {
  readonly name: string;
  /** What is said of it beside the product's name. */
  readonly text: string;
  readonly quantity: string;
  readonly price: string;
  readonly discount: string;
  readonly rate: string;
  readonly amount: string;
}

/** A quotation, order confirmation, receipt or the like as it stands on paper, every text in its own language. */
export interface PaperDocument {
  readonly kind: DocumentKind;
  readonly language: Language;
  readonly title: string;
  readonly sender: { readonly name: string; readonly lines: readonly string[] };
  readonly receiver: { readonly label: string; readonly lines: readonly string[] };
  readonly facts: readonly Fact[];
  readonly lines: readonly DocumentLine[];
  readonly hasDiscount: boolean;
  readonly hasTax: boolean;
  /** The last one is what counts. */
  readonly totals: readonly Fact[];
  readonly terms: string;
  /** Where to pay. */
  readonly bank: readonly Fact[];
}

/** What a document says beside its own record. */
export interface DocumentSources {
  readonly company: Json | undefined;
  readonly customer: Values | undefined;
  /** Names of products, contacts, quotes and orders that the record refers to. */
  readonly names: { readonly get: (id: RecordId) => string | undefined };
  /** The word of the book for a choice that it made itself. */
  readonly choice: (value: string) => string;
}

export function documentKindOf(row: RecordRow): DocumentKind {
  const { kind, status } = valuesOf(row);
  if (kindOfId(row.id) === 'quote') return 'quote';
  if (kindOfId(row.id) === 'order') return kind === 'return' ? 'return' : 'order';
  if (kind === 'refund') return 'refund';
  return status === 'planned' ? 'request' : 'receipt';
}

export function paperDocument(row: RecordRow, sources: DocumentSources, language: Language): PaperDocument {
  const kind = documentKindOf(row);
  const words = documentTexts[language];
  const format = documentFormats(language);
  const company = companyDetailsOf(sources.company);
  const isPayment = kindOfId(row.id) === 'payment';
  const values = valuesOf(row);
  const currency = textOf(values['currency']);
  const mode = taxModeOf(values);
  const lines = isPayment ? [] : linesOf(row);
  return {
    ...{ kind, language, title: words.titles[kind] },
    sender: senderOf(company, language),
    receiver: receiverOf(values, sources, language, kind),
    facts: isPayment ? paymentFacts(values, sources, language, kind) : orderFacts(values, sources, language),
    lines: lines.map((line) => ({
      name: (line.product === null ? undefined : sources.names.get(line.product)) ?? line.text ?? '',
      text: line.product === null ? '' : (line.text ?? ''),
      quantity: format.number(line.quantity),
      price: format.price(line.price, currency),
      discount: line.discount === 0 ? '' : format.percent(line.discount),
      rate: line.tax === 0 ? '' : format.percent(line.tax),
      amount: format.money(unitsToMinor(lineUnits(line), currency), currency),
    })),
    hasDiscount: lines.some(({ discount }) => discount !== 0),
    hasTax: mode !== 'none' && lines.some(({ tax }) => tax !== 0),
    totals: isPayment
      ? [amountOf(values, format, words, kind)]
      : totalFacts(totalsOf(lines, currency, mode), mode === 'added', currency, language, kind),
    terms: textOf(values['terms']),
    bank: ['quote', 'order', 'request'].includes(kind) ? bankOf(company, language) : [],
  };
}

function senderOf(company: CompanyDetails, language: Language): PaperDocument['sender'] {
  const words = documentTexts[language];
  const isEnglish = language === 'en';
  const labelled = (label: string, value: string): string => (value === '' ? '' : `${label} ${value}`);
  return {
    name: (isEnglish && company.nameEn) || company.name || company.nameEn,
    lines: [
      (isEnglish && company.addressEn) || company.address || company.addressEn,
      labelled(words.phone, company.phone),
      labelled(words.email, company.email),
      labelled(words.taxNumber, company.taxNumber),
    ].filter((line) => line !== ''),
  };
}

function receiverOf(
  values: Values,
  { customer, names }: DocumentSources,
  language: Language,
  kind: DocumentKind,
): PaperDocument['receiver'] {
  const words = documentTexts[language];
  const labels = { receipt: words.from, request: words.to, refund: words.backTo } as const;
  const contact = names.get(textOf(values['contact']));
  const lines = [
    textOf(customer?.['name']),
    contact === undefined ? '' : words.attention(contact),
    textOf(customer?.['address']) || textOf(customer?.['region']),
  ];
  return {
    label: kind in labels ? labels[kind as keyof typeof labels] : words.to,
    lines: lines.filter((line) => line !== ''),
  };
}

function orderFacts(values: Values, { names }: DocumentSources, language: Language): Fact[] {
  const words = documentTexts[language];
  const { date } = documentFormats(language);
  const version = versionOf(values);
  return filled([
    { label: words.number, value: textOf(values['number']) },
    { label: words.date, value: date(textOf(values['date'])) },
    { label: words.version, value: version > 1 ? String(version) : '' },
    { label: words.validUntil, value: date(textOf(values['validUntil'])) },
    { label: words.ofQuote, value: names.get(textOf(values['quote'])) ?? '' },
    { label: words.returns, value: names.get(textOf(values['returns'])) ?? '' },
  ]);
}

function paymentFacts(
  values: Values,
  { names, choice }: DocumentSources,
  language: Language,
  kind: DocumentKind,
): Fact[] {
  const words = documentTexts[language];
  const { date } = documentFormats(language);
  const method = textOf(values['method']);
  const known: Readonly<Record<string, string>> = words.methods;
  return filled([
    { label: words.number, value: textOf(values['number']) },
    { label: words.date, value: kind === 'request' ? '' : date(textOf(values['date'])) },
    { label: words.due, value: kind === 'request' ? date(textOf(values['due'])) : '' },
    { label: words.ofOrder, value: names.get(textOf(values['order'])) ?? '' },
    { label: words.method, value: method === '' ? '' : (known[method] ?? choice(method)) },
  ]);
}

function amountOf(
  values: Values,
  { money }: DocumentFormats,
  words: (typeof documentTexts)[Language],
  kind: DocumentKind,
): Fact {
  const payment = paymentOf(values);
  const labels = { refund: words.refunded, request: words.requested } as const;
  return {
    label: kind in labels ? labels[kind as keyof typeof labels] : words.received,
    value: payment === undefined ? '' : money(payment.amount.minor, payment.amount.currency),
  };
}

function totalFacts(
  { netMinor, taxes, payableMinor }: Totals,
  isAdded: boolean,
  currency: string,
  language: Language,
  kind: DocumentKind,
): Fact[] {
  const words = documentTexts[language];
  const { money, percent } = documentFormats(language);
  const before = taxes.map(({ rate, minor }) => ({
    label: isAdded ? words.tax(percent(rate)) : words.containedTax(percent(rate)),
    value: money(minor, currency),
  }));
  const net = { label: isAdded ? words.goods : words.net, value: money(netMinor, currency) };
  const total = {
    label: kind === 'return' ? words.totalBack : words.total,
    value: money(payableMinor, currency),
  };
  return taxes.length === 0 ? [total] : [net, ...before, total];
}

function bankOf({ bank, bankAccount }: CompanyDetails, language: Language): Fact[] {
  const words = documentTexts[language];
  return filled([
    { label: words.bank, value: bank },
    { label: words.bankAccount, value: bankAccount },
  ]);
}

function filled(facts: readonly Fact[]): Fact[] {
  return facts.filter(({ value }) => value !== '');
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
