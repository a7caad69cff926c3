using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// Which members of a type and of its bases mention which, however indirectly. A method that is handed on counts like a call.
/// Read off the text by names, so rather too many than too few.
/// </summary>
internal sealed class MemberMentions
{
    private readonly Dictionary<string, List<MemberDeclarationSyntax>> _declared = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<SimpleNameSyntax>> _mentions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _types = new(StringComparer.Ordinal);

    public MemberMentions(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var found = new List<MemberDeclarationSyntax>();
        for (INamedTypeSymbol? current = type; current is { DeclaringSyntaxReferences.IsEmpty: false }; current = current.BaseType)
        {
            _types.Add(current.Name);
            foreach (SyntaxReference part in current.DeclaringSyntaxReferences)
                found.AddRange(part.GetSyntax(cancellation).DescendantNodes().OfType<MemberDeclarationSyntax>().Where(static member => member is not (BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)));
        }

        foreach (MemberDeclarationSyntax member in found)
        {
            foreach (string name in NamesOf(member))
                ListOf(_declared, name).Add(member);
        }

        foreach (SimpleNameSyntax name in found.SelectMany(static member => member.DescendantNodes().OfType<SimpleNameSyntax>()))
        {
            if (_declared.ContainsKey(name.Identifier.ValueText))
                ListOf(_mentions, name.Identifier.ValueText).Add(name);
        }
    }

    /// <summary>The members that a member mentions, directly or through others; without itself.</summary>
    public IEnumerable<MemberDeclarationSyntax> ReachedFrom(MemberDeclarationSyntax start, MemberDeclarationSyntax except)
    {
        var seen = new HashSet<MemberDeclarationSyntax> { start, except };
        var pending = new Queue<MemberDeclarationSyntax>();
        pending.Enqueue(start);
        while (pending.Count > 0)
        {
            foreach (SimpleNameSyntax name in pending.Dequeue().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                if (IsForeign(name) || !_declared.TryGetValue(name.Identifier.ValueText, out List<MemberDeclarationSyntax>? reached))
                    continue;
                foreach (MemberDeclarationSyntax member in reached.Where(seen.Add))
                {
                    pending.Enqueue(member);
                    yield return member;
                }
            }
        }
    }

    /// <summary>Where a method is mentioned, and where those are that mention it.</summary>
    public IEnumerable<SimpleNameSyntax> MentionsOf(string method)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { method };
        var pending = new Queue<string>();
        pending.Enqueue(method);
        while (pending.Count > 0)
        {
            string called = pending.Dequeue();
            if (!_mentions.TryGetValue(called, out List<SimpleNameSyntax>? mentions))
                continue;
            foreach (SimpleNameSyntax mention in mentions)
            {
                // names.Add(…) is not this type's Add; other.Forget(…) may be that of another object of the type.
                if (called != method && IsForeign(mention))
                    continue;
                yield return mention;
                foreach (string caller in mention.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member ? NamesOf(member) : Enumerable.Empty<string>())
                {
                    if (seen.Add(caller))
                        pending.Enqueue(caller);
                }
            }
        }
    }

    /// <summary>The names of a member; none for what cannot be called by a name.</summary>
    public static IEnumerable<string> NamesOf(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax method => new[] { method.Identifier.ValueText },
        PropertyDeclarationSyntax property => new[] { property.Identifier.ValueText },
        BaseFieldDeclarationSyntax fields => fields.Declaration.Variables.Select(static variable => variable.Identifier.ValueText),
        _ => Enumerable.Empty<string>(),
    };

    // stream.Dispose() is not this type's Dispose.
    private bool IsForeign(SimpleNameSyntax name) => name.Parent switch
    {
        MemberBindingExpressionSyntax => true,
        MemberAccessExpressionSyntax access when access.Name == name => !(access.Expression is ThisExpressionSyntax or BaseExpressionSyntax
            || (access.Expression is SimpleNameSyntax type && _types.Contains(type.Identifier.ValueText)) || access.Expression is ParenthesizedExpressionSyntax { Expression: CastExpressionSyntax { Expression: ThisExpressionSyntax } }),
        _ => false,
    };

    private static List<T> ListOf<T>(Dictionary<string, List<T>> lists, string name)
    {
        if (!lists.TryGetValue(name, out List<T>? list))
            lists.Add(name, list = new List<T>());
        return list;
    }
}
