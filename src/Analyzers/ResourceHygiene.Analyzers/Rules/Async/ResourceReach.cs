using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Analyzers.Ownership.Paths;

namespace ResourceHygiene.Analyzers.Rules.Async;

/// <summary>
/// Which expressions of a scope are worthless once its resource is released: the variable, what was made of it, what looks
/// into it. What is not understood does not count.
/// </summary>
internal sealed class ResourceReach
{
    // What such calls make lives on what they were called on, though the caller owns it: commands, readers, sessions.
    private static readonly string[] s_dependents = { "Create", "Begin", "Execute", "Open", "Get" };
    private static readonly string[] s_services = { "GetService", "GetRequiredService", "GetKeyedService", "GetRequiredKeyedService", "GetServices" };

    private readonly ReleaseScope _scope;
    private readonly AsyncFile _file;
    private readonly HashSet<ISymbol> _variables = new(SymbolEqualityComparer.Default);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly bool _isTokenSource;

    public ResourceReach(ReleaseScope scope, AsyncFile file)
    {
        _scope = scope;
        _file = file;
        _isTokenSource = scope.ResourceType?.Name == "CancellationTokenSource";
        Add(scope.Variable);
        foreach (VariableDeclaratorSyntax declarator in scope.Outlines(file).Where(MayMention).SelectMany(static outline => outline.Declarators))
        {
            if (declarator.Initializer?.Value is { } value && MentionsName(value) && Reaches(value) && file.Model.GetDeclaredSymbol(declarator, file.Cancellation) is { } local)
                Add(local);
        }
    }

    /// <summary>False only if nothing in a statement has the name of one of the variables; asks nobody.</summary>
    public bool MayMention(StatementOutline statement) => statement.Mentions(_names);

    /// <summary>Whether any name in a node is one of the variables; asks nobody.</summary>
    public bool MentionsName(SyntaxNode node) => node.DescendantNodesAndSelf().Any(inner => inner is IdentifierNameSyntax name && _names.Contains(name.Identifier.ValueText));

    /// <summary>A function that will use the resource when it is run; what only asks for its name or whether it is gone does not.</summary>
    public bool IsUsedIn(SyntaxNode function) => function.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => IsVariable(name) && !IsHarmlessUse(name));

    /// <summary>Whether the value of an expression needs the resource.</summary>
    public bool Reaches(ExpressionSyntax expression)
    {
        ExpressionSyntax bare = Functions.Bare(expression);
        return bare switch
        {
            IdentifierNameSyntax name => IsVariable(name) && !_isTokenSource,
            MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: IdentifierNameSyntax name } => IsVariable(name),
            MemberAccessExpressionSyntax access => ReachesMember(access, access.Expression),
            ConditionalAccessExpressionSyntax access => Reaches(access.Expression) && IsLive(_file.TypeOf(access)),
            AwaitExpressionSyntax wait => Functions.Bare(wait.Expression) is InvocationExpressionSyntax call && ReachesResult(WithoutConfigureAwait(call), isAwaited: true),
            InvocationExpressionSyntax call => ReachesResult(call, isAwaited: false),
            BaseObjectCreationExpressionSyntax creation => ReachesCreated(creation),
            AnonymousFunctionExpressionSyntax lambda => MentionsName(lambda) && IsUsedIn(lambda),
            ConditionalExpressionSyntax either => Reaches(either.WhenTrue) || Reaches(either.WhenFalse),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } either => Reaches(either.Left) || Reaches(either.Right),
            ArrayCreationExpressionSyntax { Initializer: { } elements } => elements.Expressions.Any(Reaches),
            ImplicitArrayCreationExpressionSyntax array => array.Initializer.Expressions.Any(Reaches),
            CollectionExpressionSyntax collection => collection.Elements.OfType<ExpressionElementSyntax>().Any(element => Reaches(element.Expression)),
            TupleExpressionSyntax tuple => tuple.Arguments.Any(argument => Reaches(argument.Expression)),
            _ => false,
        };
    }

    private void Add(ISymbol variable)
    {
        _variables.Add(variable);
        _names.Add(variable.Name);
    }

    private bool IsVariable(IdentifierNameSyntax name) =>
        _names.Contains(name.Identifier.ValueText) && _file.SymbolOf(name) is { } symbol && _variables.Contains(symbol);

    private static bool IsHarmlessUse(IdentifierNameSyntax name) => name.Parent switch
    {
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } } => true,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText.StartsWith("Is", StringComparison.Ordinal) || access.Name.Identifier.ValueText is "ToString" or "GetHashCode" or "Dispose",
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } => true,
        IsPatternExpressionSyntax => true,
        _ => false,
    };

    private bool ReachesMember(MemberAccessExpressionSyntax access, ExpressionSyntax owner)
    {
        if (!MentionsName(owner))
            return false;
        // The token of a source without a timer or a parent does all it ever will without the source.
        if (_isTokenSource && Functions.Bare(owner) is IdentifierNameSyntax name && IsVariable(name))
            return access.Name.Identifier.ValueText == "Token" && TokenSources.NeedsItsSource(_scope, _file);
        return Reaches(owner) && _file.SymbolOf(access) is IPropertySymbol or IFieldSymbol
            && !_file.Knowledge.Declared.IsUsableAfterRelease(_file.SymbolOf(access)!)
            && (_file.Knowledge.Declared.IsView(_file.SymbolOf(access)!) || IsLive(_file.TypeOf(access)));
    }

    private bool ReachesResult(InvocationExpressionSyntax call, bool isAwaited)
    {
        if (!MentionsName(call) || _file.MethodOf(call) is not { } method || method.ReturnsVoid || (!isAwaited && Functions.IsTask(method.ReturnType)))
            return false;
        ITypeSymbol? result = isAwaited ? _file.Knowledge.Types.Awaited(method.ReturnType) : method.ReturnType;
        bool ofReceiver = Functions.ReceiverOf(call) is { } receiver && Reaches(receiver);
        // items.Select(item => client.Get(item)): run when somebody enumerates.
        if (DeferredQueries.IsDeferred(method) && (ofReceiver || call.ArgumentList.Arguments.Any(argument => Reaches(argument.Expression))))
            return true;
        if (ofReceiver && s_services.Contains(method.Name, StringComparer.Ordinal))
            return true;
        if (!IsLive(result))
            return false;
        MethodContract contract = _file.ContractOf(method);
        if (ofReceiver)
            return contract.IsView || Views.IsView(result) || contract.Result != ResultRole.Owned
                || (!isAwaited && Array.Exists(s_dependents, prefix => method.Name.StartsWith(prefix, StringComparison.Ordinal)));
        return call.ArgumentList.Arguments.Any(argument => Reaches(argument.Expression) && RoleOf(method, contract, call, argument) is ParameterRole.Aliased or ParameterRole.Kept);
    }

    private bool ReachesCreated(BaseObjectCreationExpressionSyntax creation) =>
        MentionsName(creation)
        && (creation.ArgumentList?.Arguments.Any(argument => Reaches(argument.Expression)) == true
            || creation.Initializer?.Expressions.Any(element => Reaches(element is AssignmentExpressionSyntax assignment ? assignment.Right : element)) == true)
        && _file.TypeOf(creation) is { SpecialType: SpecialType.None } type && !type.Name.EndsWith("Exception", StringComparison.Ordinal);

    // What somebody reads, calls or enumerates later; numbers and texts are copies.
    private bool IsLive(ITypeSymbol? type) =>
        type is { SpecialType: SpecialType.None or SpecialType.System_IDisposable }
        && (_file.TraitsOf(type) is { Tier: not ResourceTier.None } || Views.IsView(type) || type.Name is "IServiceProvider" or "DbSet" or "IQueryable" or "IAsyncEnumerable"
            || type.AllInterfaces.Any(static implemented => implemented.Name == "IQueryable"));

    /// <summary>The role of the parameter that an argument is for.</summary>
    public static ParameterRole RoleOf(IMethodSymbol method, MethodContract contract, InvocationExpressionSyntax call, ArgumentSyntax argument) =>
        ParameterOf(method, call, argument) is { } parameter && parameter.Ordinal < contract.Parameters.Length ? contract.Parameters[parameter.Ordinal].Role : ParameterRole.Escapes;

    /// <summary>The parameter of the full form of the method that an argument is for.</summary>
    public static IParameterSymbol? ParameterOf(IMethodSymbol method, InvocationExpressionSyntax call, ArgumentSyntax argument)
    {
        IMethodSymbol full = method.ReducedFrom ?? method;
        if (argument.NameColon is { } named)
            return full.Parameters.FirstOrDefault(parameter => parameter.Name == named.Name.Identifier.ValueText);
        int index = call.ArgumentList.Arguments.IndexOf(argument) + (method.ReducedFrom is null ? 0 : 1);
        return index < full.Parameters.Length ? full.Parameters[index] : full.Parameters.LastOrDefault();
    }

    private static InvocationExpressionSyntax WithoutConfigureAwait(InvocationExpressionSyntax call) =>
        Functions.RightmostName(call) is "ConfigureAwait" or "AsTask" && Functions.ReceiverOf(call) is { } receiver && Functions.Bare(receiver) is InvocationExpressionSyntax inner ? inner : call;
}
