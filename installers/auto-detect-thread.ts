/** A thread of the Windows image (see shared/network/auto-detect.ts). */
import { detectProxy } from '../shared/network/winhttp.ts';

declare const self: Worker;

self.onmessage = ({ data }: MessageEvent<string>) => self.postMessage(detectProxy(data));
