/**
 * A document for xterm.js, which makes `style` elements and `style` attributes of text. Our content policy refuses both;
 * what it allows is rules and declarations made by script. So an element of the one kind passes its text on to a sheet
 * of its own, and one of the other its attribute to its declarations.
 */
export function terminalDocument(): Document {
  return new Proxy(document, {
    get(target, name) {
      if (name === 'createElement') return createElement
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
}

function createElement(tag: string): HTMLElement {
  const element = document.createElement(tag)
  if (tag === 'style') adoptText(element)
  else writeDeclarations(element)
  return element
}

/** The sheet comes and goes with the element's text; what has no text has no sheet. */
function adoptText(element: HTMLElement): void {
  const sheet = new CSSStyleSheet()
  const without = () => document.adoptedStyleSheets.filter((each) => each !== sheet)
  Object.defineProperty(element, 'textContent', {
    set: (text: string) => {
      sheet.replaceSync(text)
      document.adoptedStyleSheets = text === '' ? without() : [...without(), sheet]
    },
  })
  element.remove = () => {
    document.adoptedStyleSheets = without()
    Element.prototype.remove.call(element)
  }
}

function writeDeclarations(element: HTMLElement): void {
  element.setAttribute = (name: string, value: string) => {
    if (name === 'style') element.style.cssText = value
    else Element.prototype.setAttribute.call(element, name, value)
  }
}
