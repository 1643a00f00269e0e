/// Lines that are not longer than a page is wide.
module text.wrap;

import std.array : join, split;

/// Breaks a text into lines of `width` characters; a longer word stays whole.
string[] lines(string text, size_t width)
in (width > 0)
{
    string[] finished;
    string line;
    foreach (word; text.split)
    {
        if (!line.length)
        {
            line = word;
        }
        else if (line.length + 1 + word.length <= width)
        {
            line ~= " " ~ word;
        }
        else
        {
            finished ~= line;
            line = word;
        }
    }
    return line.length ? finished ~ line : finished;
}

/// Puts a mark in front of each line, as in an answer to a letter.
string quoted(string text, size_t width)
{
    string result;
    foreach (line; lines(text, width))
    {
        result ~= "> " ~ line ~ "\n";
    }
    return result;
}

unittest
{
    assert(lines("to be or not", 6) == ["to be", "or not"]);
}
