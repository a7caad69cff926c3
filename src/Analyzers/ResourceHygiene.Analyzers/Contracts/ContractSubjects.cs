using System.Collections.Immutable;
using Word = ResourceHygiene.Analyzers.Contracts.ContractParser.Word;

namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>Reads what a line is about: a documentation id, and the assembly that it may be limited to.</summary>
internal static class ContractSubjects
{
    private const string Kinds = "start it with T: (type), M: (method), P: (property), F: (field), N: (namespace) or E: (entry point of native code)";

    public static ContractLine Parse(Word word)
    {
        string id = word.Text;
        if (id.Length < 3 || id[1] != ':' || "TMPFNE".IndexOf(id[0]) < 0)
            throw new UnreadableException(word, $"'{Shorten(id)}' is not a documentation id", Kinds);

        string name = id.Substring(2);
        if (id[0] == 'E')
            return EntryPoint(word, name);
        int open = name.IndexOf('(');
        if (open >= 0 && (id[0] is not ('M' or 'P') || name[name.Length - 1] != ')'))
            throw new UnreadableException(word, $"the parameter list of '{Shorten(id)}' is not complete", "write it as in XML documentation, without spaces");

        string path = open < 0 ? name : name.Substring(0, open);
        if (path.Split('.').Any(static part => part.Length == 0))
            throw new UnreadableException(word, $"'{Shorten(id)}' has an empty part", "write the full name with its namespace");
        if (id[0] is 'T' or 'N')
            return new ContractLine(path, Member: null, Parameters: null, ImmutableArray<ContractFact>.Empty);

        int dot = path.LastIndexOf('.');
        if (dot < 0)
            throw new UnreadableException(word, $"'{Shorten(id)}' names no containing type", "write the full name of the type before the member's");
        return new ContractLine(
            path.Substring(0, dot), path.Substring(dot + 1), open < 0 ? null : name.Substring(open), ImmutableArray<ContractFact>.Empty);
    }

    // E:cudaMalloc; what it is about is a function of native code, however C# declares it.
    private static ContractLine EntryPoint(Word word, string name) =>
        name.All(static character => char.IsLetterOrDigit(character) || character == '_')
            ? new ContractLine(EntryPoints.Prefix + name, name, Parameters: null, ImmutableArray<ContractFact>.Empty)
            : throw new UnreadableException(word, $"'{Shorten(name)}' is not the name of a native function", "write its entry point alone, without library and parameters");

    /// <summary>Reads <c>@ Assembly &gt;= 1.2 &lt; 2.0</c>, beginning at the <c>@</c>.</summary>
    public static AssemblyCondition ParseCondition(ImmutableArray<Word> words, ref int next)
    {
        Word at = words[next++];
        if (next == words.Length || words[next].Text is ";" or ">=" or "<")
            throw new UnreadableException(at, "'@' names no assembly", "write '@ AssemblyName' or '@ AssemblyName >= 1.2'");
        var condition = new AssemblyCondition(words[next++].Text, Minimum: null, Below: null);
        while (next < words.Length && words[next].Text is ">=" or "<")
        {
            Word comparison = words[next++];
            Word word = next < words.Length ? words[next++] : comparison;
            string text = word.Text.IndexOf('.') < 0 ? word.Text + ".0" : word.Text;
            if (!Version.TryParse(text, out Version? version))
                throw new UnreadableException(word, $"'{Shorten(word.Text)}' is not a version", "write two to four numbers, such as 1.2");
            condition = comparison.Text == "<" ? condition with { Below = version } : condition with { Minimum = version };
        }

        return condition;
    }

    /// <summary>Leaves room for the rest of a message.</summary>
    public static string Shorten(string text) => text.Length <= 40 ? text : $"{text.Substring(0, 39)}…";
}
