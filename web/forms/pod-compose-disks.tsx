import { type Control, useController, useFieldArray } from 'react-hook-form'
import type { Pod } from '../../contract/pod.ts'
import { TextCell } from '../form/TextCell.tsx'
import { Button, IconButton } from '../ui/Button.tsx'
import { RowTable, RowTableCell } from '../ui/RowTable.tsx'
import { composeRules } from './pod-compose-check.ts'
import { PodComposeLocation } from './pod-compose-location.tsx'
import { type ComposeValues, newDisk } from './pod-compose-values.ts'

type PodComposeDisksProps = {
  control: Control<ComposeValues>
  disabled: boolean
  pod: Pod
}

const columns = [
  { label: 'Capacity (GB)', width: '22%' },
  { label: 'Location' },
  { label: 'Tags', width: '30%' },
  { label: 'Boot', width: '56px' },
] as const
const mostDisks = 24

/** "Storage configuration": the disks of the machine, and where they go. */
export function PodComposeDisks({ pod, ...field }: PodComposeDisksProps) {
  const { control, disabled } = field
  const { fields, append, remove } = useFieldArray({ control, name: 'disk_rows' })
  // The disks of one storage pool share what is free in it.
  const capacities = fields.map((_, index) => `disk_rows.${index}.capacity` as const)
  const boot = useController({ control, name: 'boot' }).field
  const removeRow = (index: number) => {
    remove(index)
    if (boot.value === index) boot.onChange(0)
    else if (boot.value > index) boot.onChange(boot.value - 1)
  }
  return (
    <RowTable
      title="Storage configuration"
      columns={columns}
      add={
        <Button
          size="small"
          variant="quiet"
          icon="plus"
          disabledReason={
            fields.length >= mostDisks ? `A machine may have ${mostDisks} disks.` : undefined
          }
          onClick={() => append(newDisk, { shouldFocus: true })}
        >
          Add disk
        </Button>
      }
    >
      {fields.map(({ id }, index) => {
        const disk = `disk ${index + 1}`
        return (
          <tr key={id}>
            <TextCell
              {...field}
              name={`disk_rows.${index}.capacity`}
              label={`Capacity of ${disk} (GB)`}
              heading="Capacity (GB)"
              inputMode="decimal"
              rules={{
                deps: capacities,
                validate: (_, { disk_rows }) => composeRules.capacity(pod, disk_rows, index),
              }}
            />
            <RowTableCell heading="Location">
              <PodComposeLocation {...field} pod={pod} index={index} deps={capacities} />
            </RowTableCell>
            <TextCell
              {...field}
              name={`disk_rows.${index}.tags`}
              label={`Tags of ${disk}`}
              heading="Tags"
              placeholder="Add a tag"
              rules={{ validate: (text) => composeRules.tags(pod, text as string) }}
            />
            <RowTableCell heading="Boot">
              <input
                type="radio"
                name="boot"
                aria-label={`Boot from ${disk}`}
                checked={boot.value === index}
                disabled={disabled}
                onChange={() => boot.onChange(index)}
              />
            </RowTableCell>
            <RowTableCell>
              <IconButton
                label={`Remove ${disk}`}
                icon="trash"
                disabledReason={
                  fields.length === 1 ? 'A machine boots from at least one disk.' : undefined
                }
                onClick={() => removeRow(index)}
              />
            </RowTableCell>
          </tr>
        )
      })}
    </RowTable>
  )
}
