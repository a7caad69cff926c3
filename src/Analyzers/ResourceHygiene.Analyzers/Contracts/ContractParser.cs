using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Text;

namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>
/// Reads contract files. A line that is wrong yields an error and is left out; the others still count.
/// The grammar is documented in docs/contracts.md.
/// </summary>
internal static class ContractParser
{
    public static ImmutableArray<ContractLine> Parse(string text, out ImmutableArray<ContractError> errors)
    {
        var lines = ImmutableArray.CreateBuilder<ContractLine>();
        var problems = ImmutableArray.CreateBuilder<ContractError>();
        var subjects = new Dictionary<string, int>(StringComparer.Ordinal);
        AssemblyCondition? section = null;
        int number = 0;
        int start = 0;
        while (start < text.Length)
        {
            number++;
            int end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end;
            ImmutableArray<Word> words = WordsOf(text, start, end);
            start = end + 1;
            if (words.IsEmpty)
                continue;
            try
            {
                if (words[0].Text == "@")
                    section = ParseSection(words);
                else
                    lines.Add(ParseLine(words, number, section, subjects));
            }
            catch (UnreadableException unreadable)
            {
                problems.Add(new ContractError(number, unreadable.Word.Span, unreadable.Message, unreadable.Remedy));
            }
        }

        errors = problems.ToImmutable();
        return lines.ToImmutable();
    }

    // A documentation id contains '#' (#ctor) and no white space, so a comment starts a line or follows white space.
    private static ImmutableArray<Word> WordsOf(string text, int start, int end)
    {
        var words = ImmutableArray.CreateBuilder<Word>();
        int position = start;
        while (position < end && text[position] != '#')
        {
            int first = position;
            if (text[position] == ';')
                position++;
            else
            {
                while (position < end && text[position] != ';' && !IsSpace(text[position]))
                    position++;
            }

            if (position > first)
                words.Add(new Word(text.Substring(first, position - first), first));
            while (position < end && IsSpace(text[position]))
                position++;
        }

        return words.ToImmutable();
    }

    // A byte order mark, too: it is invisible to whoever wrote the file.
    private static bool IsSpace(char character) => char.IsWhiteSpace(character) || character == '\uFEFF';

    // @ Assembly or @ Assembly OtherAssembly, on a line of its own: what the lines below are about.
    private static AssemblyCondition ParseSection(ImmutableArray<Word> words)
    {
        int next = 0;
        AssemblyCondition section = ContractSubjects.ParseCondition(words, ref next);
        // The same types in another assembly: System.Drawing was part of .NET Framework.
        while (next < words.Length && words[next].Text is not (";" or ">=" or "<") && section is { Minimum: null, Below: null })
            section = section with { Assembly = $"{section.Assembly} {words[next++].Text}" };
        return next == words.Length
            ? section
            : throw new UnreadableException(words[next], $"'{ContractSubjects.Shorten(words[next].Text)}' does not belong to the assembly", "write '@ AssemblyName' alone, above the lines about its types");
    }

    private static ContractLine ParseLine(ImmutableArray<Word> words, int number, AssemblyCondition? section, Dictionary<string, int> subjects)
    {
        ContractLine line = ContractSubjects.Parse(words[0]) with { Number = number, SubjectSpan = words[0].Span, Condition = section };
        int next = 1;
        if (next < words.Length && words[next].Text == "@")
            line = line with { Condition = ContractSubjects.ParseCondition(words, ref next) };
        if (next == words.Length)
            throw new UnreadableException(words[words.Length - 1], "the line states nothing", "add a fact such as 'owned' or 'tier minor'");

        string subject = words[0].Text + line.Condition;
        if (subjects.TryGetValue(subject, out int earlier))
            throw new UnreadableException(words[0], $"line {earlier} is already about this", "state all facts there, separated by ';'");

        var facts = ImmutableArray.CreateBuilder<ContractFact>();
        while (true)
        {
            int end = next;
            while (end < words.Length && words[end].Text != ";")
                end++;
            if (end == next)
                throw new UnreadableException(words[Math.Min(end, words.Length - 1)], "a fact is missing here", "add one or remove the ';'");
            facts.Add(ContractFacts.Parse(words, next, end, words[0].Text[0]));
            if (end == words.Length)
            {
                // A line that is left out is about nothing.
                subjects.Add(subject, number);
                return line with { Facts = facts.ToImmutable() };
            }

            next = end + 1;
        }
    }

    /// <summary>A word of a line and where in the file it starts.</summary>
    internal readonly record struct Word(string Text, int Start)
    {
        public TextSpan Span => new(Start, Text.Length);
    }
}

/// <summary>Why a line is left out. Never leaves the parser.</summary>
internal sealed class UnreadableException : Exception
{
    public UnreadableException(ContractParser.Word word, string problem, string remedy)
        : base(problem)
    {
        Word = word;
        Remedy = remedy;
    }

    public ContractParser.Word Word { get; }

    public string Remedy { get; }
}
