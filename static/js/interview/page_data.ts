/** What the interview page knows from the server. */

import type { AnswerPageData, AnswerUrls } from "../answer/page_data.ts";
import { required } from "../ui/elements.ts";

export interface InterviewUrls extends AnswerUrls {
  readonly signIn: string;
  readonly quota: string;
  /** Where this tablet may be lent to people who answer by themselves. */
  readonly kiosk: string;
}

export interface InterviewPageData extends Omit<AnswerPageData, "mode" | "urls"> {
  readonly mode: "interview";
  readonly urls: InterviewUrls;
  /** The account that was signed in when the page was fetched; without network it may have run out. */
  readonly interviewer: string;
}

export function readInterviewPage(): InterviewPageData {
  return JSON.parse(required("#page-data", HTMLScriptElement).textContent) as InterviewPageData;
}
