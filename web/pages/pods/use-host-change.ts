import { useMutation } from '@tanstack/react-query'
import type { ApiError } from '../../../contract/client.ts'
import { client, queryClient } from '../../api/client.ts'
import { toast } from '../../stores/announcements.ts'

/** A change on a host: what to call, and what to say when it is done. */
export type HostChange = {
  call: (api: typeof client) => Promise<unknown>
  done: string
}

export type HostChanges = {
  run: (change: HostChange) => void
  running: boolean
  /** Of the last change; until the next one, or until it is put away. */
  error: ApiError | null
  forget: () => void
}

/** One change on a host after the other. The page reads its pod and what belongs to it anew. */
export function useHostChange(podId: number, onDone: () => void = () => {}): HostChanges {
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: ({ call }: HostChange) => call(client),
    onSuccess: async (_, { done }) => {
      await readAnew(podId)
      toast(done)
      onDone()
    },
  })
  return { run: mutate, running: isPending, error, forget: reset }
}

const readAnew = (id: number) =>
  Promise.all(
    (['podRead', 'storagePoolList', 'volumeList', 'networkList'] as const).map((name) =>
      queryClient.invalidateQueries({ queryKey: [name, { id }] }),
    ),
  )
