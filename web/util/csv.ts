export type CsvValue = string | number | null

/** RFC 4180, with a header line. What is unknown is an empty cell. */
export const toCsv = (header: readonly string[], rows: readonly (readonly CsvValue[])[]) =>
  [header, ...rows].map((cells) => cells.map(quoted).join(',')).join('\r\n') + '\r\n'

function quoted(value: CsvValue): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  // Spreadsheets run text that begins like a formula: https://owasp.org/www-community/attacks/CSV_Injection
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
