/** False where the browser refuses: no permission, or a page served without TLS. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

/** `navigator.clipboard` exists on secure origins only; a server on the local network is often none. */
function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea')
  const host = document.querySelector('dialog[open]') ?? document.body
  const focused = document.activeElement
  area.value = text
  area.className = 'visually-hidden'
  host.append(area)
  area.select()
  const done = document.execCommand('copy')
  area.remove()
  if (focused instanceof HTMLElement) focused.focus()
  return done
}
