using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Rules.Async;

/// <summary>Statements at whose end a variable's resource is released.</summary>
/// <param name="Variable">The variable.</param>
/// <param name="Region">The statements, in order.</param>
/// <param name="ReleasedBy">What releases it: <c>using</c>, or the name of a method.</param>
/// <param name="ReleasedAt">Where that is written.</param>
/// <param name="Function">The function that the statements are in.</param>
/// <param name="HoldsOnReturn">The release happens on every way out, not only at the end.</param>
internal sealed record ReleaseScope(
    ISymbol Variable, IReadOnlyList<StatementSyntax> Region, string ReleasedBy, Location ReleasedAt, SyntaxNode Function, bool HoldsOnReturn)
{
    /// <summary>Index of the first statement that can name the variable.</summary>
    public int First { get; init; }

    /// <summary>What is in the statements that can name the variable.</summary>
    public IEnumerable<StatementOutline> Outlines(AsyncFile file)
    {
        for (int i = First; i < Region.Count; i++)
            yield return file.OutlineOf(Region[i]);
    }

    public bool Contains(SyntaxNode node) =>
        Region.Count > 0 && TextSpan.FromBounds(Region[0].SpanStart, Region[Region.Count - 1].Span.End).Contains(node.Span);

    public ITypeSymbol? ResourceType => Variable switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        IFieldSymbol member => member.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };
}

/// <summary>Finds what releases a variable at a known place: usings, finally blocks, releases in a row of statements.</summary>
internal static class ReleaseScopes
{
    public static IEnumerable<ReleaseScope> Of(UsingStatementSyntax statement, AsyncFile file)
    {
        StatementSyntax[] region = { statement.Statement };
        if (statement.Expression is { } expression)
            return Named(expression, file) is { } variable ? new[] { Using(variable, region, statement.UsingKeyword, statement) } : Enumerable.Empty<ReleaseScope>();
        return VariablesOf(statement.Declaration, file).Select(variable => Using(variable, region, statement.UsingKeyword, statement));
    }

    public static IEnumerable<ReleaseScope> Of(LocalDeclarationStatementSyntax declaration, AsyncFile file)
    {
        StatementRow row = StatementRow.Around(declaration);
        StatementRow region = row.From(row.IndexOf(declaration.Span) + 1);
        return region.Count == 0
            ? Enumerable.Empty<ReleaseScope>()
            : VariablesOf(declaration.Declaration, file).Select(variable => Using(variable, region, declaration.UsingKeyword, declaration));
    }

    public static IEnumerable<ReleaseScope> Of(TryStatementSyntax attempt, AsyncFile file)
    {
        StatementSyntax[] region = { attempt.Block };
        foreach (StatementSyntax statement in attempt.Finally!.Block.Statements)
        {
            // finally { if (x != null) x.Dispose(); }
            StatementSyntax inner = statement is IfStatementSyntax { Else: null } check && IsNullCheck(check.Condition) ? Only(check.Statement) : statement;
            if (inner is ExpressionStatementSyntax call && MayRelease(call) && ReleasedBy(call, file) is var (variable, name))
                yield return new ReleaseScope(variable, region, name, call.GetLocation(), Functions.Around(attempt), HoldsOnReturn: true);
        }
    }

    /// <summary>A release in a row of statements: what comes before it in the row must be done with the resource.</summary>
    public static IEnumerable<ReleaseScope> Of(ExpressionStatementSyntax call, AsyncFile file)
    {
        // The finally speaks for itself.
        if (call.Parent is BlockSyntax { Parent: FinallyClauseSyntax or CatchClauseSyntax })
            yield break;
        StatementRow row = StatementRow.Around(call);
        StatementRow region = row.Before(row.IndexOf(call.Span));
        if (region.Count > 0 && ReleasedBy(call, file) is var (variable, name) && variable is ILocalSymbol { DeclaringSyntaxReferences: [var declaration, ..] }
            && region.IndexOf(declaration.Span) is >= 0 and var first)
        {
            yield return new ReleaseScope(variable, region, name, call.GetLocation(), Functions.Around(call), HoldsOnReturn: false) { First = first };
        }
    }

    /// <summary>Whether a statement has the name and shape of a release.</summary>
    public static bool MayRelease(ExpressionStatementSyntax statement) => CallIn(statement.Expression) is { } call
        && Functions.RightmostName(call) is "Dispose" or "DisposeAsync" or "Close" or "CloseAsync" or "Return" or "Free" or "Release" or "FreeHGlobal" or "FreeCoTaskMem";

    private static ReleaseScope Using(ISymbol variable, IReadOnlyList<StatementSyntax> region, SyntaxToken keyword, SyntaxNode at) =>
        new(variable, region, "using", keyword.GetLocation(), Functions.Around(at), HoldsOnReturn: true);

    // The declared variables, and those that they are other names of.
    private static IEnumerable<ISymbol> VariablesOf(VariableDeclarationSyntax? declaration, AsyncFile file)
    {
        foreach (VariableDeclaratorSyntax declarator in declaration?.Variables ?? default)
        {
            if (file.Model.GetDeclaredSymbol(declarator, file.Cancellation) is { } variable)
                yield return variable;
            if (declarator.Initializer?.Value is { } value && Named(value, file) is { } other)
                yield return other;
        }
    }

    // x, x.ConfigureAwait(false), this.x
    private static ISymbol? Named(ExpressionSyntax expression, AsyncFile file)
    {
        ExpressionSyntax bare = Functions.Bare(expression);
        if (bare is InvocationExpressionSyntax && Functions.RightmostName(bare) == "ConfigureAwait" && Functions.ReceiverOf(bare) is { } receiver)
            bare = Functions.Bare(receiver);
        return bare is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }
            && file.SymbolOf(bare) is ILocalSymbol or IParameterSymbol or IFieldSymbol { IsStatic: false }
            ? file.SymbolOf(bare)
            : null;
    }

    // x.Dispose(), x?.Dispose(), await x.DisposeAsync(), pool.Return(x)
    private static (ISymbol Variable, string Name)? ReleasedBy(ExpressionStatementSyntax statement, AsyncFile file)
    {
        if (CallIn(statement.Expression) is not { } call || Functions.RightmostName(call) is not { } name)
            return null;
        if (name is "Dispose" or "DisposeAsync" or "Close" or "CloseAsync")
        {
            return Functions.ReceiverOf(call) is { } receiver && Named(receiver, file) is { } released
                && file.TraitsOf(file.TypeOf(Functions.Bare(receiver))) is { } traits && (name.StartsWith("Dispose", StringComparison.Ordinal) || traits.CloseIsFinal)
                ? (released, name)
                : null;
        }

        if (call.ArgumentList.Arguments.Count == 0 || Named(call.ArgumentList.Arguments[0].Expression, file) is not { } given || file.MethodOf(call) is not { } method)
            return null;
        MethodContract contract = file.ContractOf(method);
        return contract.Parameters.Length > 0 && contract.Parameters[0].Role == ParameterRole.Released ? (given, name) : null;
    }

    private static InvocationExpressionSyntax? CallIn(ExpressionSyntax expression) => expression switch
    {
        InvocationExpressionSyntax call when Functions.RightmostName(call) == "ConfigureAwait" => Functions.ReceiverOf(call) as InvocationExpressionSyntax,
        InvocationExpressionSyntax call => call,
        AwaitExpressionSyntax wait => CallIn(wait.Expression),
        ConditionalAccessExpressionSyntax access => CallIn(access.WhenNotNull),
        _ => null,
    };

    private static bool IsNullCheck(ExpressionSyntax condition) => condition is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression, Right.RawKind: (int)SyntaxKind.NullLiteralExpression }
        or IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax { Pattern: ConstantPatternSyntax { Expression.RawKind: (int)SyntaxKind.NullLiteralExpression } } };

    private static StatementSyntax Only(StatementSyntax statement) => statement is BlockSyntax { Statements: { Count: 1 } statements } ? statements[0] : statement;
}
