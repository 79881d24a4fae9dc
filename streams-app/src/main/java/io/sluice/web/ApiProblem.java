package io.sluice.web;

/**
 * A question that cannot be answered, with what the asker can do about it.
 *
 * @since 0.1
 */
public final class ApiProblem extends RuntimeException {

    private final int status;
    private final String whatToDo;

    private ApiProblem(int status, String error, String whatToDo) {
        super(error);
        this.status = status;
        this.whatToDo = whatToDo;
    }

    /** A parameter that does not read: 400. */
    static ApiProblem badRequest(String error, String whatToDo) {
        return new ApiProblem(400, error, whatToDo);
    }

    /** Nobody knows who asks: 401. */
    static ApiProblem unauthorized(String error, String whatToDo) {
        return new ApiProblem(401, error, whatToDo);
    }

    /** Not for whoever asks: 403. */
    static ApiProblem forbidden(String error, String whatToDo) {
        return new ApiProblem(403, error, whatToDo);
    }

    /** Nothing of that name is kept: 404. */
    static ApiProblem notFound(String error, String whatToDo) {
        return new ApiProblem(404, error, whatToDo);
    }

    /** A body over the limit: 413. */
    static ApiProblem tooLarge(String error, String whatToDo) {
        return new ApiProblem(413, error, whatToDo);
    }

    /** A partition is on its way from one instance to another, or being restored: 503, ask again soon. */
    static ApiProblem moving(String error) {
        return new ApiProblem(503, error, "ask again in a second; /v1/health tells how far it is");
    }

    /** Something else does not answer: 503, ask again soon. */
    static ApiProblem unavailable(String error, String whatToDo) {
        return new ApiProblem(503, error, whatToDo);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** What the asker can do. */
    public String whatToDo() {
        return whatToDo;
    }

    Answers.Problem body() {
        return new Answers.Problem(getMessage(), whatToDo);
    }
}
