import { useSearchParams } from 'react-router'
import { actions } from './actions.ts'

/** The dialog of the address: `?action=release`. The page, its search and its order stay as they are. */
export function useActionParam() {
  const [params, setParams] = useSearchParams()
  const id = params.get('action')
  const set = (next: string | undefined) =>
    setParams(
      (old) => {
        const changed = new URLSearchParams(old)
        if (next === undefined) changed.delete('action')
        else changed.set('action', next)
        return changed
      },
      { preventScrollReset: true, replace: next === undefined },
    )
  return {
    action: actions.find((each) => each.id === id && each.page === undefined),
    open: (actionId: string) => set(actionId),
    close: () => set(undefined),
  }
}
