/** Where the process starts. Nothing but the version is looked at before the rest, which older Nodes cannot load. */
import process from 'node:process'

const neededNode = 24

if (Number.parseInt(process.versions.node, 10) < neededNode) {
  console.error(`Podyard needs Node ${neededNode} or newer; this is ${process.version}.`)
  process.exit(1)
}

const { run } = await import('./run.ts')
await run(process.argv.slice(2))
