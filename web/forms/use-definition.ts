import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import type { Definition } from '../form/DefinitionFold.tsx'

/** What would be defined for the values as they are, asked for while somebody looks. */
export function useDefinition<V extends object>(
  what: string,
  values: V,
  plan: (values: V, options: { signal: AbortSignal }) => Promise<{ xml: string }>,
): { definition: Definition; onToggle: (open: boolean) => void } {
  const [open, setOpen] = useState(false)
  const settled = useDeferredValue(values)
  const { data, error } = useQuery({
    queryKey: ['definition', what, settled],
    queryFn: ({ signal }) => plan(settled, { signal }),
    enabled: open,
    retry: false,
    gcTime: 0,
  })
  return {
    definition: { xml: data?.xml, problem: error?.problem },
    onToggle: setOpen,
  }
}
