import 'react'

declare module 'react' {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- it extends React's own
  interface CSSProperties {
    [name: `--${string}`]: string | number | undefined
  }
}
