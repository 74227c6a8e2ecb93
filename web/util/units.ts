/** Numbers as they are shown. Memory travels as MiB, storage as bytes or MB (1000^2). */

const mebi = 1024
const kilo = 1000

/** At most one decimal, none where it is whole: 11.6, 8, -2. */
export const upToOneDecimal = (amount: number) => String(Math.round(amount * 10) / 10 || 0)

/** Exactly one decimal, for columns: 2936.7, 0.0. */
export const oneDecimal = (amount: number) => (Math.round(amount * 10) / 10 || 0).toFixed(1)

export const gibFromMib = (mebibytes: number) => mebibytes / mebi
export const gibFromBytes = (bytes: number) => bytes / mebi ** 3

export type Amount = { amount: string; unit: string }

const scaled = (value: number, base: number, units: readonly string[]): Amount => {
  const size = Math.abs(value)
  const power = size < base ? 0 : Math.floor(Math.log(size) / Math.log(base))
  const index = Math.min(power, units.length - 1)
  return { amount: upToOneDecimal(value / base ** index), unit: units[index] ?? '' }
}

/** MiB in the largest unit that keeps a whole part: 512 MiB, 1 GiB, 1.5 TiB. */
export const memoryAmount = (mebibytes: number) => scaled(mebibytes, mebi, ['MiB', 'GiB', 'TiB'])

/** Bytes as storage vendors and the compose form count them: 8 GB, 1.2 TB. */
export const storageAmount = (bytes: number) =>
  scaled(bytes, kilo, ['B', 'kB', 'MB', 'GB', 'TB', 'PB'])

export const inOneWord = ({ amount, unit }: Amount) => `${amount} ${unit}`
