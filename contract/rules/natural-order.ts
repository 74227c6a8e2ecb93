/** Names in the order in which people count: node2 before node10, without regard to case. */
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

export const byNaturalOrder: (a: string, b: string) => number = collator.compare

/**
 * A text whose plain order, byte by byte, is the natural order of hostnames: every number is led by how many digits
 * it has.
 */
export const naturalKey = (hostname: string): string =>
  hostname.replaceAll(/\d+/g, (digits) => {
    const number = digits.replace(/^0+(?=\d)/, '')
    return String(number.length).padStart(2, '0') + number
  })
