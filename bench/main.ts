/** `./x bench [NAME [OPTION...]]`: runs one benchmark, or all of them. Exit code 1: a promise is broken. */
import { benchLibvirt } from './libvirt/bench.ts'
import { benchLists } from './lists/bench.ts'

/** Resolves with whether everything that must hold did. */
type Benchmark = { about: string; run: (args: string[]) => Promise<boolean> }

const benchmarks: Record<string, Benchmark> = {
  libvirt: {
    about:
      'our libvirt client against virsh and the C library [--large] [--check] [--only PART,...] [--runs N]',
    run: benchLibvirt,
  },
  lists: {
    about: 'the lists with 200 hosts and 10,000 machines, in a browser too [--check]',
    run: benchLists,
  },
}

const [name, ...args] = process.argv.slice(2)
const chosen = name === undefined ? Object.values(benchmarks) : [benchmarks[name]]
let kept = true
for (const benchmark of chosen) {
  if (benchmark === undefined) {
    console.error(`There is no benchmark ${name}. There is:`)
    for (const [known, { about }] of Object.entries(benchmarks)) {
      console.error(`  ${known.padEnd(9)} ${about}`)
    }
    process.exit(2)
  }
  kept = (await benchmark.run(args)) && kept
}
process.exitCode = kept ? 0 : 1
