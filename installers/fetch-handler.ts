/** What the AWS SDK imports of @smithy/node-http-handler, by fetch; compile.ts puts it in place. */
export {
  FetchHttpHandler as NodeHttp2Handler,
  FetchHttpHandler as NodeHttpHandler,
  streamCollector,
} from '@smithy/fetch-http-handler';
