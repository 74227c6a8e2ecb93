import { useEffect, useRef, useState } from 'react'

/**
 * Shows a dialog element modally while it is mounted. Focus returns to where it was;
 * where that is gone (a menu entry, a link of a page that was left), to the page's heading.
 */
export function useModal() {
  const ref = useRef<HTMLDialogElement>(null)
  const [layer, setLayer] = useState<HTMLDialogElement | null>(null)

  useEffect(() => {
    const dialog = ref.current
    const opener = document.activeElement
    if (!dialog) return undefined
    dialog.showModal()
    firstControl(dialog)?.focus()
    setLayer(dialog)
    return () => {
      dialog.close()
      const there = opener instanceof HTMLElement && opener.isConnected && opener !== document.body
      // A question over a dialog closes together with it: the dialog has put the focus back already.
      if (!there && document.activeElement !== document.body) return
      const back = there ? opener : document.querySelector<HTMLElement>('main h1')
      back?.focus({ preventScroll: true })
    }
  }, [])

  return { ref, layer }
}

const controls = ['input', 'select', 'textarea'].map((tag) => `${tag}:not(:disabled)`).join(',')

/** What one has come for: the first field, or else the first button below; never the cross. */
const firstControl = (dialog: HTMLElement) =>
  dialog.querySelector<HTMLElement>(controls) ?? dialog.querySelector<HTMLElement>('footer button')
