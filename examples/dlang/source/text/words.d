/// Words of a text.
module text.words;

import std.array : split;
import std.uni : toLower;

/// Counts how often each word occurs.
size_t[string] count(string text)
{
    size_t[string] counts;
    foreach (word; text.split)
    {
        ++counts[word.toLower];
    }
    return counts;
}

/// Returns the word that occurs most often, or `otherwise` if there is none.
string mostFrequent(string text, string otherwise = "")
{
    string best = otherwise;
    size_t most;
    foreach (word, times; count(text))
    {
        if (times > most)
        {
            most = times;
            best = word;
        }
    }
    return best;
}

unittest
{
    assert(count("to be or not to be")["to"] == 2);
    assert(mostFrequent("so so") == "so");
}
