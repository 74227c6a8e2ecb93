import { useEffect } from 'react'

let arrivals = 0
let page = ''
/** Dialogs over the page, the uppermost last. */
const dialogs: string[] = []

function show() {
  document.title = `${dialogs.at(-1) ?? page} | Podyard`
}

/**
 * "Pods | Podyard" in the tab, the history and the mouth of a screen reader. Also puts the focus on the heading
 * of a page that one has just come to; a dialog over the page keeps it.
 */
export function usePageTitle(title: string) {
  useEffect(() => {
    arrivals += 1
    // On the first page the browser decides.
    if (arrivals === 1 || document.querySelector('dialog[open]')) return
    document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true })
  }, [])

  useEffect(() => {
    page = title
    show()
  }, [title])
}

/** "Add pod | Podyard" while that dialog is open. */
export function useDialogTitle(title: string) {
  useEffect(() => {
    dialogs.push(title)
    show()
    return () => {
      dialogs.splice(dialogs.lastIndexOf(title), 1)
      show()
    }
  }, [title])
}
