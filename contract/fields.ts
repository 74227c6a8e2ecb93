/**
 * Field schemas of the MAAS form world: every value may arrive as text (urlencoded, multipart, query) or as JSON,
 * and every refusal carries the message that MAAS clients match on.
 */
import * as z from 'zod/mini'
import { parseRatio } from './rules/overcommit.ts'

export const required = 'This field is required.'

/** What a value is to a script; a field without it is a String. */
export type FieldType = 'Boolean' | 'Float' | 'Integer' | 'String'

export type FieldDoc = {
  description: string
  type?: FieldType
  /** Bounds of a number, both inclusive. */
  minimum?: number
  maximum?: number
  /** Never shown, and never part of a line that is offered for copying. */
  secret?: true
}

/** Help for one input field; `describe/`, the OpenAPI document and command lines are written from it. */
export const fieldDocs = z.registry<FieldDoc>()

function typed<S extends z.ZodMiniType>(schema: S, facts: Omit<FieldDoc, 'description'>): S {
  fieldDocs.add(schema, { description: '', ...facts })
  return schema
}

/** Attaches help to a schema: one sentence that names the unit and the default. */
export function doc<S extends z.ZodMiniType>(schema: S, description: string): S {
  const documented = z.clone(schema)
  fieldDocs.add(documented, { ...fieldDocs.get(schema), description })
  return documented
}

const missing = { error: () => required }

const atMost = (max: number) =>
  z.maxLength(max, {
    error: ({ input }) =>
      `Ensure this value has at most ${max} characters (it has ${input?.length}).`,
  })

/** Databases differ in whether they can hold one. */
const nullCharacters = 'Null characters are not allowed.'
const hasNull = (value: unknown) => typeof value === 'string' && value.includes('\0')
const noNull = z.refine<string>((value) => !hasNull(value), nullCharacters)

/** Text with blanks at both ends removed; 1 to `max` characters. */
export const text = (max = 255) =>
  z.string(missing).check(z.trim(), z.minLength(1, required), atMost(max), noNull)

/** Text that may be empty. */
export const looseText = (max = 255) => z.string(missing).check(z.trim(), atMost(max), noNull)

/**
 * Text that the handler itself asks for, because MAAS refuses its absence in a sentence and not by field. Absent is
 * empty; described as required.
 */
export const mandatory = () =>
  z.pipe(
    z.optional(z.string()).check(
      z.refine((value) => !hasNull(value), nullCharacters),
      z.refine((value) => (value ?? '').trim().length <= 255, 'Too long.'),
    ),
    z.transform((value): string => (value ?? '').trim()),
  )

/** A secret: never trimmed. Empty means "none". */
export const secret = (max = 1024) =>
  typed(z.string(missing).check(z.maxLength(max, 'Too long.')), { secret: true })

const yes = new Set(['true', 't', 'yes', 'y', 'on', '1'])
const no = new Set(['false', 'f', 'no', 'n', 'off', '0', ''])

export const flag = () =>
  typed(
    z.pipe(
      z.union([z.boolean(), z.string(), z.number()], missing),
      z.transform((value, context): boolean => {
        const word = String(value).trim().toLowerCase()
        if (yes.has(word)) return true
        if (!no.has(word)) {
          context.issues.push({ code: 'custom', input: value, message: 'Enter true or false.' })
        }
        return false
      }),
    ),
    { type: 'Boolean' },
  )

export const wholeNumber = (min: number, max: number) =>
  typed(
    z.pipe(
      z.union([z.number(), z.string()], missing),
      z.transform((value, context): number => {
        const message = wholeNumberProblem(value, min, max)
        if (message) context.issues.push({ code: 'custom', input: value, message })
        return Number(value)
      }),
    ),
    { type: 'Integer', minimum: min, maximum: max },
  )

function wholeNumberProblem(value: number | string, min: number, max: number): string | undefined {
  if (String(value).trim() === '') return required
  const number = Number(value)
  if (!Number.isSafeInteger(number)) return 'Enter a whole number.'
  if (number < min) return `Ensure this value is greater than or equal to ${min}.`
  if (number > max) return `Ensure this value is less than or equal to ${max}.`
  return undefined
}

/** An over commit ratio: any finite float from 0 to 10. */
export const ratio = () =>
  typed(
    z.pipe(
      z.union([z.number(), z.string()], missing),
      z.transform((value, context): number => {
        const parsed = parseRatio(value)
        if (parsed.ok) return parsed.value
        context.issues.push({ code: 'custom', input: value, message: parsed.message })
        return Number.NaN
      }),
    ),
    { type: 'Float', minimum: 0, maximum: 10 },
  )

/** `a, b` or a list of such texts -> unique names in order; MAAS sends both. */
export const nameList = () =>
  z.pipe(
    z.union([z.string(), z.array(z.string())], missing),
    z.transform((value, context): string[] => {
      const names = [value]
        .flat()
        .flatMap((item) => item.split(','))
        .map((item) => item.trim())
        .filter(Boolean)
      const message = names.some(hasNull)
        ? nullCharacters
        : names.some(({ length }) => length > 255)
          ? 'Ensure that each has at most 255 characters.'
          : undefined
      if (message) context.issues.push({ code: 'custom', input: value, message })
      return [...new Set(names)]
    }),
  )

/** A filter that may be given more than once. */
export const repeated = () =>
  z.pipe(
    z.union([z.string(), z.number(), z.array(z.union([z.string(), z.number()]))]),
    z.transform((value, context): string[] => {
      if ([value].flat().some(hasNull)) {
        context.issues.push({ code: 'custom', input: value, message: nullCharacters })
      }
      return [value].flat().map(String)
    }),
  )

/** Lists and objects may be nested so deep that they cannot be written. */
const shown = (input: unknown) =>
  typeof input === 'string' || typeof input === 'number' ? input : 'That choice'

/** One of a closed list, refused in MAAS's words. */
export const choice = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, {
    error: ({ input }) =>
      input === undefined || input === ''
        ? required
        : `Select a valid choice. ${shown(input)} is not one of the available choices.`,
  })

/** The same, or nothing: an empty text takes the choice back. */
export const choiceOrNone = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.pipe(
    z.union([z.literal(''), choice(values)], {
      error: ({ input }) =>
        `Select a valid choice. ${shown(input)} is not one of the available choices.`,
    }),
    z.transform((value) => (value === '' ? null : value)),
  )

/** UTC, ISO 8601 with milliseconds. */
export const timestamp = () => z.string()
