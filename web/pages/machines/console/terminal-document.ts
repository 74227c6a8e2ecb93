import type { Terminal } from '@xterm/xterm'

/**
 * xterm.js makes `style` elements and writes `style` attributes of text. Our content policy refuses both; what it allows
 * is rules and declarations made by script. So what should be an element of the one kind passes its text on to a sheet of
 * its own, and one of the other its attribute to its declarations.
 */
export const terminalDocument = (): Document =>
  new Proxy(document, {
    get(target, name) {
      if (name === 'createElement') return createElement
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })

/** Opens a terminal that was given that document. Its scrollbar asks the page's own for a `style` element all the same. */
export function openTerminal(terminal: Terminal, place: HTMLElement): void {
  Object.defineProperty(document, 'createElement', { value: createElement, configurable: true })
  try {
    terminal.open(place)
  } finally {
    Reflect.deleteProperty(document, 'createElement')
  }
}

function createElement(tag: string): HTMLElement {
  // Not a `style` element: that one is refused even when it is empty.
  const element = Document.prototype.createElement.call(
    document,
    tag === 'style' ? 'template' : tag,
  )
  if (tag === 'style') adoptText(element)
  else writeDeclarations(element)
  return element
}

/** The sheet is in use for as long as the element is. */
function adoptText(element: HTMLElement): void {
  const sheet = new CSSStyleSheet()
  const others = () => document.adoptedStyleSheets.filter((each) => each !== sheet)
  Object.defineProperty(element, 'textContent', {
    set: (text: string) => {
      sheet.replaceSync(text)
      document.adoptedStyleSheets = [...others(), sheet]
    },
  })
  element.remove = () => {
    document.adoptedStyleSheets = others()
    Element.prototype.remove.call(element)
  }
}

function writeDeclarations(element: HTMLElement): void {
  element.setAttribute = (name: string, value: string) => {
    if (name === 'style') element.style.cssText = value
    else Element.prototype.setAttribute.call(element, name, value)
  }
}
