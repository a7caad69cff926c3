using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ResourceHygiene.TorchSharpContracts;

/// <summary>
/// Makes the contract lines about TorchSharp's members out of the tables beside this file: what metadata lists, what is known
/// of members that work in place, and what was stated about the rest.
/// </summary>
public sealed class ContractTable
{
    private const string Assembly = "TorchSharp";
    private const string SameObjectSince = "0.100.6";
    private const string Tensor = "TorchSharp.torch.Tensor";

    // Methods that are called like getters.
    private static readonly string[] GetterLikeMethods = ["get_rng_state", "get_state", "get_buffer", "get_parameter"];

    private readonly List<Member> _members;
    private readonly HashSet<string> _sameObject = new(StringComparer.Ordinal);
    private readonly HashSet<string> _newHandle = new(StringComparer.Ordinal);
    private readonly List<Statement> _statements;

    /// <param name="members">Text of members.csv.</param>
    /// <param name="inPlace">Text of in-place.txt.</param>
    /// <param name="statements">Text of statements.txt.</param>
    public ContractTable(string members, string inPlace, string statements)
    {
        _members = [.. Significant(members).Skip(1).Select(static line => Member.Parse(line))];
        _statements = [.. Significant(statements).Select(static line => Statement.Parse(line))];
        HashSet<string> section = _sameObject;
        foreach (string line in Significant(inPlace))
        {
            if (line[0] == '[')
                section = line.StartsWith("[same", StringComparison.Ordinal) ? _sameObject : _newHandle;
            else
                section.UnionWith(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    /// <summary>The contract file.</summary>
    /// <exception cref="InvalidDataException">A member is not decided, a statement fits none, or a statement names a parameter that no overload has.</exception>
    public string Write()
    {
        List<string> problems = [];
        SortedDictionary<string, string> lines = new(StringComparer.Ordinal);
        foreach (Statement statement in _statements.Where(static statement => statement.IsVerbatim))
            lines.Add(Subject(statement.Subject, statement.Condition), statement.Facts);
        foreach (IGrouping<string, Member> overloads in _members.GroupBy(static member => member.Id, StringComparer.Ordinal))
        {
            foreach ((string condition, string facts) in Decide(overloads.Key, [.. overloads], problems))
                lines.Add(Subject(overloads.Key, condition), facts);
        }

        problems.AddRange(_statements.Where(static statement => !statement.IsUsed && !statement.IsVerbatim).Select(static statement => $"no member fits '{statement.Subject}'"));
        if (problems.Count > 0)
            throw new InvalidDataException(string.Join('\n', problems));
        StringBuilder text = new();
        text.Append("# Members of TorchSharp. Generated from the tables in eng/TorchSharpContracts, whose README says how; do not edit.\n#\n");
        text.Append("# Where a result is a tuple, an array or a list, what is said about it is said about each element.\n");
        text.Append(CultureInfo.InvariantCulture, $"@ {Assembly}\n\n");
        foreach ((string subject, string facts) in lines)
            text.Append(CultureInfo.InvariantCulture, $"{subject}  {facts}\n");
        return text.ToString();
    }

    // One line about all overloads: no two of them differ in what any statement says.
    private IEnumerable<(string Condition, string Facts)> Decide(string id, List<Member> overloads, List<string> problems)
    {
        string first = overloads.Select(static member => member.Parameters).FirstOrDefault(static parameters => parameters.Count > 0)?[0] ?? "";
        if (_statements.Find(statement => statement.Fits(id)) is { } stated)
        {
            stated.IsUsed = true;
            if (stated.Facts == "-")
                yield break;
            string facts = stated.Facts.Replace("{1}", first, StringComparison.Ordinal);
            foreach (string parameter in facts.Split(';').Select(static fact => fact.Trim().Split(' ')).Where(static words => words.Length > 1 && words[0] is not "tier").Select(static words => words[1]))
            {
                if (parameter is not ("this" or "value" or "when") && id[0] == 'M' && !MayBeAbout(parameter, overloads))
                    problems.Add($"'{id}' has no parameter '{parameter}'");
            }

            yield return (stated.Condition, facts);
            yield break;
        }

        string name = overloads[0].Name;
        string subject = overloads[0].Owner == Tensor ? "this" : first;
        if (_sameObject.Contains(name))
        {
            yield return ($">= {SameObjectSince}", $"alias {subject}");
            yield return ($"< {SameObjectSince}", $"owned; shares {subject}");
        }
        else if (_newHandle.Contains(name))
        {
            yield return ("", $"owned; shares {subject}");
        }
        else if (id[0] == 'M' && overloads.TrueForAll(static member => member.IsSelfContained))
        {
            yield return ("", "owned; detached");
        }
        else if (id[0] == 'M' && overloads.TrueForAll(static member => member.IsFactory))
        {
            // Making a layer or an optimizer fails where memory does, and nowhere else that a program plans for.
            yield return ("", overloads[0].Owner is "TorchSharp.torch.nn" or "TorchSharp.torch.optim" ? "owned; nothrow" : "owned");
        }
        else
        {
            problems.Add($"nothing is stated about '{id}', which returns {string.Join(", ", overloads.Select(static member => member.Returns).Distinct())}");
        }
    }

    // The overloads of a scope's methods take one, two or three, and not all of them return something.
    private static bool MayBeAbout(string parameter, List<Member> overloads) =>
        overloads[0].Owner == "TorchSharp.DisposeScope" || overloads.Exists(member => member.Parameters.Contains(parameter));

    private static string Subject(string id, string condition) => condition.Length == 0 ? id : $"{id} @ {Assembly} {condition}";

    private static IEnumerable<string> Significant(string text) =>
        text.Split('\n').Select(static line => line.Trim()).Where(static line => line.Length > 0 && line[0] != '#');

    /// <summary>One overload.</summary>
    private sealed record Member(string Owner, string Name, string Id, string Returns, IReadOnlyList<string> Parameters)
    {
        /// <summary>It gives tensors or numbers, which need nothing but themselves.</summary>
        public bool IsSelfContained => Regex.IsMatch(Returns, @"^\(?(Tensor|Scalar|PackedSequence)\b") || Regex.IsMatch(Returns, @"<Tensor(, Tensor)*>$");

        /// <summary>It makes an object of a class of its own name, as torch.nn and torch.optim do, or is named as one that makes something.</summary>
        public bool IsFactory => Regex.Replace(Returns, @"<.*", "") == Name || Owner is "TorchSharp.torch.nn" or "TorchSharp.torch.nn.utils" or "TorchSharp.Data.Loader" or "TorchSharp.torch.jit" || Returns.StartsWith("(Parameter", StringComparison.Ordinal);

        public static Member Parse(string line)
        {
            string[] cells = Regex.Matches(line, "\"([^\"]*)\"|([^,]+)").Select(static match => match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value).ToArray();
            string owner = cells[0].Replace('+', '.');
            string name = cells[1];
            bool isProperty = name.StartsWith("get_", StringComparison.Ordinal) && cells[2] == "method" && !GetterLikeMethods.Contains(name);
            string id = isProperty ? $"P:{owner}.{name[4..]}" : $"M:{owner}.{(cells[2] == "ctor" ? "#ctor" : name)}";
            string[] parameters = cells.Length < 5 ? [] : [.. cells[4].Split("; ", StringSplitOptions.RemoveEmptyEntries).Select(static parameter => parameter[(parameter.LastIndexOf(' ') + 1)..])];
            return new Member(owner, name, id, cells[3], parameters);
        }
    }

    /// <summary>One line of statements.txt.</summary>
    private sealed record Statement(string Subject, string Condition, string Facts, bool IsVerbatim, Regex Pattern)
    {
        public bool IsUsed { get; set; }

        public bool Fits(string id) => !IsVerbatim && Pattern.IsMatch(id);

        public static Statement Parse(string line)
        {
            int equals = line.IndexOf(" = ", StringComparison.Ordinal);
            string subject = line[..equals].Trim();
            bool isVerbatim = subject[0] == '+';
            subject = isVerbatim ? subject[1..] : subject;
            int at = subject.IndexOf(" @ ", StringComparison.Ordinal);
            string condition = at < 0 ? "" : subject[(at + 3)..].Trim();
            subject = at < 0 ? subject : subject[..at].Trim();
            string pattern = Regex.Escape(subject).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\{", "(?:", StringComparison.Ordinal).Replace("}", ")", StringComparison.Ordinal).Replace(",", "|", StringComparison.Ordinal);
            return new Statement(subject, condition, line[(equals + 3)..].Trim(), isVerbatim, new Regex($"^{pattern}$", RegexOptions.CultureInvariant));
        }
    }
}
