"""The pages that show what the sandbox understood, and their `.json` forms."""

from flask import Blueprint, abort, jsonify, render_template
from flask.typing import ResponseReturnValue

from coverup.sandbox import shown
from coverup.sandbox.shown_files import Shown, file_of_job
from coverup.sandbox.store import Store


def routes(store: Store) -> Blueprint:
    """Return the routes of the pages."""
    pages = Blueprint("pages", __name__)

    @pages.get("/")
    def builds() -> ResponseReturnValue:
        return render_template("builds.html", builds=shown.builds(store))

    @pages.get("/builds/<int:build_id>")
    def build(build_id: int) -> ResponseReturnValue:
        found = _found(shown.build(store, build_id), "build")
        files = shown.files_of_build(store, build_id)
        return render_template("build.html", build=found, files=files)

    @pages.get("/builds/<int:build_id>.json")
    def build_json(build_id: int) -> ResponseReturnValue:
        return jsonify(_found(shown.build(store, build_id), "build"))

    @pages.get("/builds/<commit>.json")
    def build_of_commit_json(commit: str) -> ResponseReturnValue:
        """Answer as Coveralls does for the full hash of a commit."""
        return jsonify(_found(shown.build_of_commit(store, commit), "build"))

    @pages.get("/jobs/<int:job_id>")
    def job(job_id: int) -> ResponseReturnValue:
        return render_template("job.html", job=_found(shown.job(store, job_id), "job"))

    @pages.get("/jobs/<int:job_id>.json")
    def job_json(job_id: int) -> ResponseReturnValue:
        return jsonify(_found(shown.job(store, job_id), "job"))

    @pages.get("/jobs/<int:job_id>/files/<path:name>")
    def file(job_id: int, name: str) -> ResponseReturnValue:
        found = _found(file_of_job(store, job_id, name), "file")
        job = _found(shown.job_head(store, job_id), "job")
        return render_template("file.html", job=job, file=found)

    return pages


def _found(thing: Shown | None, kind: str) -> Shown:
    if not thing:
        abort(404, f"The sandbox has no such {kind}.")
    return thing
