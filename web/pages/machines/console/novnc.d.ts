/** The part of noVNC that is used here; the package has no types of its own. */
declare module '@novnc/novnc' {
  type Options = { shared?: boolean; credentials?: { password: string } }

  export default class RFB extends EventTarget {
    constructor(target: HTMLElement, channel: WebSocket, options?: Options)
    background: string
    clipViewport: boolean
    scaleViewport: boolean
    showDotCursor: boolean
    focus(): void
    blur(): void
    disconnect(): void
    sendCtrlAltDel(): void
    /** Pressed and released where `down` is absent. */
    sendKey(keysym: number, code: string | null, down?: boolean): void
  }
}
