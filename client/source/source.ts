import type { HelperContext } from '../helper.ts';
import type { Question } from '../question.ts';

/** Something that answers questions: Bedrock, or a gateway. */
export interface Source {
  /** How a person would name it, such as `Amazon Bedrock in us-east-1`. */
  name: string;
  /** The region that decides which models there are, where there is one. */
  region?: string;
  /** What gives the right to ask, as a person would name it. */
  authority: string;
  /** Gets the credential that the next call will have. Throws a Problem. */
  credential(context: HelperContext, signal: AbortSignal): Promise<Credential>;
  /** Sends a question; the events of its answer, each as the text of one Anthropic Messages event. */
  send(question: Question, context: HelperContext, signal: AbortSignal): Promise<AsyncIterable<string>>;
  /** The models that it offers, as far as it tells; a credential that is too old is renewed once. Throws a Problem. */
  list(context: HelperContext, signal: AbortSignal): Promise<Offered[]>;
  /** Drops the credential that it keeps, so that the next call has a new one; false: there is only this one. */
  renew(): boolean;
  /** What a failed call means: who failed, in what way, and what to do. */
  explain(thrown: unknown, model: string, signal: AbortSignal): Failure;
}

/** What a credential is, as far as it may be told. */
export interface Credential {
  kind: 'bearer token' | 'signature' | 'key';
  /** Epoch milliseconds; undefined: nobody knows. */
  endsAt: number | undefined;
  /** The names of the headers that go with it. */
  headers: string[];
}

/** A failed call. */
export interface Failure {
  problem: Error;
  /** The credential was refused as too old: a new one may do. */
  expired?: boolean;
  /** In milliseconds: the same may be answered later; undefined where the other side says no time. */
  later?: { milliseconds: number | undefined; why: string };
}

/** A model that can be asked, or why not. */
export interface Offered {
  /** What a call names. */
  id: string;
  name: string;
  kind: 'inference profile' | 'application inference profile' | 'foundation model' | 'gateway model';
  /** Why it can't be called; undefined: it can, as far as the list tells. */
  unusable?: string;
}
