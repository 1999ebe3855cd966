import type { CustomType } from '../../domain/customFields.ts';
import type { FieldDef } from '../../domain/objects.ts';
import type { IconName } from '../../ui/icons.ts';

/** A drawing for each type of custom field. */
export const typeIcons = {
  text: 'text',
  longText: 'note',
  number: 'number',
  money: 'money',
  date: 'calendar',
  choice: 'choice',
  multipleChoice: 'tag',
  checkbox: 'checkbox',
  phone: 'phone',
  email: 'mail',
  link: 'open',
  reference: 'way',
  formula: 'formula',
} as const satisfies Record<CustomType, IconName>;

/** The type of custom field that a standard field is most like. */
export function likeType(field: FieldDef): CustomType {
  switch (field.type) {
    case 'text':
      return field.format === 'url' ? 'link' : 'text';
    case 'longText':
    case 'document':
      return 'longText';
    case 'number':
    case 'integer':
      return 'number';
    case 'money':
    case 'unitPrice':
      return 'money';
    case 'date':
    case 'instant':
      return 'date';
    case 'choice':
      return 'choice';
    case 'boolean':
      return 'checkbox';
    case 'reference':
      return 'reference';
    case 'formula':
      return 'formula';
    case 'set':
      return setLike[field.element ?? 'text'];
    case 'json':
      return 'text';
  }
}

const setLike = {
  text: 'multipleChoice',
  choice: 'multipleChoice',
  tag: 'multipleChoice',
  phone: 'phone',
  email: 'email',
  reference: 'reference',
} as const;
