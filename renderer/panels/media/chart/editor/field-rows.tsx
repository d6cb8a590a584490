import type { ReactElement } from 'react';
import { Select, TextField } from '#ui/widgets';
import { FormRow } from '../../../frame/settings-form.tsx';
import { ADDED } from '../rows.ts';
import { strings } from '../strings.ts';
import type { EditorPart } from './preset-row.tsx';

/** A choice of column for each field of the specification, and a text for each of its texts. */
export function FieldRows({ chart, config, onConfig }: EditorPart): ReactElement {
  const { columns, labels, placeholders, fields, strings: texts } = chart;
  const choices = [
    { value: '', label: strings.noColumn },
    ...columns.map((value) => ({ value, label: labels[value] === undefined ? value : `${labels[value]} (${value})` })),
    ...(columns.includes(ADDED.name) ? [] : [{ value: ADDED.name, label: strings.runName }]),
  ];
  return (
    <>
      {placeholders.fields.map((field) => {
        const chosen = fields[field] ?? '';
        const isKnown = choices.some((one) => one.value === chosen);
        return (
          <FormRow key={field} label={field}>
            <Select
              label={strings.field(field)}
              size="small"
              options={isKnown ? choices : [...choices, { value: chosen, label: chosen }]}
              value={chosen}
              onValue={(column) => onConfig({ fields: { ...config.fields, [field]: column } })}
            />
          </FormRow>
        );
      })}
      {placeholders.strings.map((name) => (
        <FormRow key={name} label={name}>
          <TextField
            label={strings.text(name)}
            isLabelHidden
            size="small"
            value={texts[name] ?? ''}
            onValue={(text) => onConfig({ strings: { ...config.strings, [name]: text } })}
          />
        </FormRow>
      ))}
    </>
  );
}
