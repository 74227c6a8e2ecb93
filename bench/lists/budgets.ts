/** What the product must reach with 200 hosts and 10,000 machines. */
import type { Budget } from '../judge.ts'

export const budgets = {
  page: {
    about: 'a page of machines as the table asks for it, p95',
    unit: 'ms',
    limit: { atMost: 150 },
  },
  facets: { about: 'the counts of the filters, p95', unit: 'ms', limit: { atMost: 150 } },
  pods: { about: 'the list of 200 pods, p95', unit: 'ms', limit: { atMost: 150 } },
  firstView: {
    about: 'largest contentful paint of a list, nothing cached, median',
    unit: 'ms',
    limit: { atMost: 1_500 },
  },
  frame: {
    about: 'longest frame while all rows scroll by',
    unit: 'ms',
    limit: { atMost: 50 },
  },
  event: { about: 'from virsh to the screen, median', unit: 'ms', limit: { atMost: 300 } },
  resident: { about: 'resident memory of the server', unit: 'MB', limit: { atMost: 700 } },
  deadHost: {
    about: 'a page of machines, p95: with a dead host of without',
    unit: 'ratio',
    limit: { atMost: 1.25 },
  },
} as const satisfies Record<string, Budget>

export type Figure = { budget: keyof typeof budgets; value: number }
