using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Analyzers.Ownership.Owners;

/// <summary>
/// The names of the members of a type that may run when it is disposed: its disposers, and whatever in it or its bases
/// they mention, however indirectly. Read off the text, so rather too many than too few.
/// </summary>
internal sealed class DisposerNames
{
    public const string Finalizer = "~";

    private static readonly string[] s_sync = { "Dispose", "Close", "ReleaseHandle", "DisposeManagedResources", "DisposeManaged", "DisposeCore", "OnDispose", "OnDisposing", "DisposeInternal" };
    private static readonly string[] s_async = { "DisposeAsync", "DisposeAsyncCore", "CloseAsync", "DisposeCoreAsync", "DisposeInternalAsync" };
    private static readonly string[] s_tearDown = { "TearDown", "OneTimeTearDown", "TestCleanup", "ClassCleanup", "AssemblyCleanup", "GlobalCleanup", "IterationCleanup", "After", "AfterScenario" };

    private readonly INamedTypeSymbol _type;
    private readonly CancellationToken _cancellation;
    private readonly Lazy<HashSet<string>> _fromSync;
    private readonly Lazy<HashSet<string>> _fromAsync;

    public DisposerNames(INamedTypeSymbol type, CancellationToken cancellation)
    {
        _type = type;
        _cancellation = cancellation;
        _fromSync = new Lazy<HashSet<string>>(() => Reach(s_sync.Append(Finalizer).Concat(TearDownNames())));
        _fromAsync = new Lazy<HashSet<string>>(() => Reach(s_async));
    }

    /// <summary>True for a member that Dispose, Close, a finalizer or a test's tear-down may run.</summary>
    public bool RunsInDispose(string member) => _fromSync.Value.Contains(member);

    /// <summary>True for a member that DisposeAsync may run.</summary>
    public bool RunsInDisposeAsync(string member) => _fromAsync.Value.Contains(member);

    public bool Runs(string member) => RunsInDispose(member) || RunsInDisposeAsync(member);

    /// <summary>True for names that are releases by themselves, whoever calls them.</summary>
    public static bool IsDisposer(string name) => s_sync.Contains(name, StringComparer.Ordinal) || s_async.Contains(name, StringComparer.Ordinal);

    private HashSet<string> Reach(IEnumerable<string> starts)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Queue<string>(starts);
        Dictionary<string, List<SyntaxNode>> members = Members();
        while (pending.Count > 0)
        {
            string name = pending.Dequeue();
            if (!reached.Add(name) || !members.TryGetValue(name, out List<SyntaxNode>? declarations))
                continue;
            foreach (string mentioned in declarations.SelectMany(NamesIn))
            {
                if (!reached.Contains(mentioned) && (members.ContainsKey(mentioned) || IsInheritedAsync(mentioned)))
                    pending.Enqueue(mentioned);
            }

            // What DisposeAsync of a base class in metadata does is to call Dispose.
            if (name == "DisposeAsync" && declarations.Any(static declaration => CallsBase(declaration, "DisposeAsync")) && _type.BaseType is { DeclaringSyntaxReferences.IsEmpty: true })
                pending.Enqueue("Dispose");
        }

        return reached;
    }

    private static bool IsInheritedAsync(string name) => name is "Dispose" or "DisposeAsync";

    private static IEnumerable<string> NamesIn(SyntaxNode declaration)
    {
        foreach (SyntaxNode node in declaration.DescendantNodes())
        {
            if (node is IdentifierNameSyntax name && name.Parent is not (NameColonSyntax or NameEqualsSyntax) && !IsForeign(name) && !IsDisposeFalse(name))
                yield return name.Identifier.ValueText;
        }
    }

    // stream.Dispose() is not this type's Dispose.
    private static bool IsForeign(IdentifierNameSyntax name) => name.Parent switch
    {
        MemberBindingExpressionSyntax => true,
        MemberAccessExpressionSyntax access when access.Name == name => !IsThis(access.Expression),
        _ => false,
    };

    private static bool IsThis(ExpressionSyntax expression) => expression switch
    {
        ThisExpressionSyntax or BaseExpressionSyntax => true,
        ParenthesizedExpressionSyntax inner => IsThis(inner.Expression),
        CastExpressionSyntax cast => IsThis(cast.Expression),
        _ => false,
    };

    // DisposeAsync ends with Dispose(false), which leaves managed resources alone.
    private static bool IsDisposeFalse(IdentifierNameSyntax name)
    {
        SyntaxNode called = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        return called.Parent is InvocationExpressionSyntax { ArgumentList.Arguments: [{ Expression.RawKind: (int)SyntaxKind.FalseLiteralExpression }] } call && call.Expression == called;
    }

    /// <summary>True when a declaration calls a method of the base class.</summary>
    public static bool CallsBase(SyntaxNode declaration, string name) =>
        declaration.DescendantNodes().Any(node => node is MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax } access && access.Name.Identifier.ValueText == name);

    private Dictionary<string, List<SyntaxNode>> Members()
    {
        var members = new Dictionary<string, List<SyntaxNode>>(StringComparer.Ordinal);
        for (INamedTypeSymbol? current = _type; current is { DeclaringSyntaxReferences.IsEmpty: false }; current = current.BaseType)
        {
            foreach (MemberDeclarationSyntax member in current.DeclaringSyntaxReferences
                .Select(part => part.GetSyntax(_cancellation)).OfType<TypeDeclarationSyntax>().SelectMany(static part => part.Members))
            {
                if (NameOf(member) is not { } name)
                    continue;
                if (!members.TryGetValue(name, out List<SyntaxNode>? list))
                    members.Add(name, list = new List<SyntaxNode>());
                list.Add(member);
            }
        }

        return members;
    }

    private static string? NameOf(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        PropertyDeclarationSyntax property => property.Identifier.ValueText,
        DestructorDeclarationSyntax => Finalizer,
        _ => null,
    };

    private IEnumerable<string> TearDownNames() => _type.GetMembers().OfType<IMethodSymbol>()
        .Where(static method => method.GetAttributes().Any(static attribute => IsTearDown(attribute.AttributeClass?.Name))
            || (method.IsOverride && IsReleaseLike(method.Name)))
        .Select(static method => method.Name);

    private static bool IsTearDown(string? attribute) =>
        attribute is not null && s_tearDown.Any(name => attribute == name || attribute == name + "Attribute");

    private static bool IsReleaseLike(string name) =>
        name.Contains("Dispos") || name.Contains("Close") || name.Contains("Release") || name.Contains("Clean") || name.Contains("Destroy") || name.Contains("Unload") || name.Contains("Shutdown");
}
