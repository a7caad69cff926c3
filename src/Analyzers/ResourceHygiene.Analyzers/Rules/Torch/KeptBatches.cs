using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Analyzers.Rules.Async;

namespace ResourceHygiene.Analyzers.Rules.Torch;

/// <summary>RH5013: a batch of a DataLoader, or a tensor of one, is kept longer than the loader lets it live.</summary>
internal static class KeptBatches
{
    private static readonly string[] s_queries = { "First", "FirstOrDefault", "Single", "SingleOrDefault", "Last", "LastOrDefault", "ElementAt", "ElementAtOrDefault", "ToList", "ToArray" };
    private static readonly string[] s_passing = { "Take", "Skip", "Where", "TakeWhile", "SkipWhile", "AsEnumerable" };
    private static readonly string[] s_adding = { "Add", "Insert", "Enqueue", "Push", "AddLast", "AddFirst", "TryAdd", "Append" };

    // The same tensor, whatever scope it belongs to: the loader does not go by scopes.
    private static readonly string[] s_same = { "DetachFromDisposeScope", "MoveToOuterDisposeScope", "MoveToOtherDisposeScope", "requires_grad_", "with_requires_grad" };

    public static bool IsQuery(string name) => Array.IndexOf(s_queries, name) >= 0;

    /// <summary>What hands out an element of a sequence when the sequence has moved on.</summary>
    public static void CheckQuery(InvocationExpressionSyntax call, string name, TorchFile file)
    {
        if (call.Expression is not MemberAccessExpressionSyntax { Expression: var source } || LoaderOf(source, file) is not { } loader || file.SymbolOf(call) is not IMethodSymbol { ContainingType.Name: "Enumerable" })
            return;
        file.Report(
            UsageDescriptors.BatchKept,
            call.GetLocation(),
            Array.Empty<Location>(),
            limit => new object[] { ResourceWords.Shorten(loader.ToString(), limit), $"is asked for batches that '{name}' hands out", "use 'foreach', or 'disposeBatch: false'" },
            kind: "query");
    }

    public static void Check(CommonForEachStatementSyntax loop, TorchFile file)
    {
        if (LoaderOf(loop.Expression, file) is null)
            return;
        var pending = new Queue<ISymbol>(VariablesOf(loop, file));
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        while (pending.Count > 0)
        {
            ISymbol batch = pending.Dequeue();
            if (!seen.Add(batch))
                continue;
            foreach (IdentifierNameSyntax mention in file.MentionsOf(batch, loop.Statement))
            {
                ExpressionSyntax value = ValueOf(mention);
                if (value.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } && file.Model.GetDeclaredSymbol(variable, file.Cancellation) is ILocalSymbol { } other && HoldsTensors(other.Type))
                    pending.Enqueue(other);
                else if (HowKept(value, loop, file) is { } how && HoldsTensors(file.TypeOf(value)))
                    Report(value, how, file);
            }
        }
    }

    private static IEnumerable<ISymbol> VariablesOf(CommonForEachStatementSyntax loop, TorchFile file)
    {
        IEnumerable<SyntaxNode> designations = loop switch
        {
            ForEachStatementSyntax plain => new SyntaxNode[] { plain },
            ForEachVariableStatementSyntax { Variable: var variable } => variable.DescendantNodesAndSelf().OfType<SingleVariableDesignationSyntax>(),
            _ => Enumerable.Empty<SyntaxNode>(),
        };
        return designations.Select(node => file.Model.GetDeclaredSymbol(node, file.Cancellation)).OfType<ISymbol>();
    }

    // The loader behind an expression that enumerates it; null where it is none, or one that leaves its batches to others.
    private static ExpressionSyntax? LoaderOf(ExpressionSyntax sequence, TorchFile file)
    {
        ExpressionSyntax current = Functions.Bare(sequence);
        while (current is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: { } name, Expression: var inner } } && Array.IndexOf(s_passing, name) >= 0)
            current = Functions.Bare(inner);
        return TorchTypes.IsLoader(file.TypeOf(current)) && file.TypeOf(current) is { } type && Disposes(type) && !IsToldNotTo(current, file) ? current : null;
    }

    // Versions that can be told not to dispose batches are those that do.
    private static bool Disposes(ITypeSymbol type)
    {
        for (INamedTypeSymbol? current = type as INamedTypeSymbol; current is not null; current = current.BaseType)
        {
            if (current.InstanceConstructors.Any(static constructor => constructor.Parameters.Any(static parameter => parameter.Name == "disposeBatch")))
                return true;
        }

        return false;
    }

    private static bool IsToldNotTo(ExpressionSyntax loader, TorchFile file)
    {
        ExpressionSyntax? creation = loader;
        if (file.PlaceOf(loader) is { } place)
        {
            creation = place.DeclaringSyntaxReferences.Select(declared => declared.GetSyntax(file.Cancellation)).OfType<VariableDeclaratorSyntax>().FirstOrDefault()?.Initializer?.Value;
            creation = creation is null ? null : Functions.Bare(creation);
        }

        // Created elsewhere: a word about it in the same file is enough to be silent.
        if (creation is not (BaseObjectCreationExpressionSyntax or InvocationExpressionSyntax))
            return file.Root.DescendantTokens().Any(static token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == "disposeBatch");
        BaseArgumentListSyntax? arguments = creation is BaseObjectCreationExpressionSyntax created ? created.ArgumentList : ((InvocationExpressionSyntax)creation).ArgumentList;
        if (creation.SyntaxTree != file.Root.SyntaxTree || file.SymbolOf(creation) is not IMethodSymbol method)
            return arguments?.Arguments.Any(static argument => argument.NameColon?.Name.Identifier.ValueText == "disposeBatch") == true;
        for (int i = 0; i < arguments?.Arguments.Count; i++)
        {
            ArgumentSyntax argument = arguments.Arguments[i];
            string? parameter = argument.NameColon?.Name.Identifier.ValueText ?? (i < method.Parameters.Length ? method.Parameters[i].Name : null);
            if (parameter == "disposeBatch")
                return !argument.Expression.IsKind(SyntaxKind.TrueLiteralExpression);
        }

        return false;
    }

    // batch, batch["x"], batch.Item1, batch[0].DetachFromDisposeScope(): none of them makes a handle of its own.
    private static ExpressionSyntax ValueOf(IdentifierNameSyntax mention)
    {
        ExpressionSyntax value = mention;
        while (true)
        {
            switch (value.Parent)
            {
                case ElementAccessExpressionSyntax access when access.Expression == value && value == mention:
                    value = access;
                    break;
                case InvocationExpressionSyntax call:
                    value = call;
                    break;
                case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access when access.Expression == value && Array.IndexOf(s_same, access.Name.Identifier.ValueText) >= 0:
                case MemberAccessExpressionSyntax { Parent: not InvocationExpressionSyntax } property when property.Expression == value && value == mention:
                    value = (ExpressionSyntax)value.Parent;
                    break;
                case ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression }:
                    value = (ExpressionSyntax)value.Parent;
                    break;
                default:
                    return value;
            }
        }
    }

    private static (string Text, Location Place)? HowKept(ExpressionSyntax value, CommonForEachStatementSyntax loop, TorchFile file)
    {
        SyntaxNode parent = value.Parent!;
        switch (parent)
        {
            case ReturnStatementSyntax when !value.Ancestors().TakeWhile(node => node != loop).Any(Functions.IsNested):
                return ("is returned", parent.GetLocation());
            case ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call } } when Array.IndexOf(s_adding, access.Name.Identifier.ValueText) >= 0:
                return IsOutside(access.Expression, loop, file) && !TorchTypes.IsOfLibrary(file.SymbolOf(call)) ? ($"is added to '{access.Expression}'", access.GetLocation()) : null;
            case AssignmentExpressionSyntax assignment when assignment.Right == value && assignment.IsKind(SyntaxKind.SimpleAssignmentExpression):
                ExpressionSyntax target = assignment.Left is ElementAccessExpressionSyntax element ? element.Expression : assignment.Left;
                if (!IsOutside(target, loop, file) || TorchTypes.IsTensor(file.TypeOf(target)) != (target == assignment.Left && TorchTypes.IsTensor(file.TypeOf(value))))
                    return null;
                // A variable that is only lent to the round must not be taken for one that remembers.
                if (file.PlaceOf(target) is ILocalSymbol local && target == assignment.Left && !LaterCode.After(loop, file.Model).Any(part => !part.IsNextRound && file.MentionsOf(local, part.Node).Any(static mention => !IsWrittenOrReleased(mention))))
                    return null;
                return ($"is stored in '{target}'", target.GetLocation());
            default:
                return null;
        }
    }

    private static bool IsWrittenOrReleased(IdentifierNameSyntax mention) =>
        (mention.Parent is AssignmentExpressionSyntax assignment && assignment.Left == mention) || mention.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Dispose" };

    private static bool IsOutside(ExpressionSyntax target, CommonForEachStatementSyntax loop, TorchFile file) =>
        file.PlaceOf(target) is { } place && !place.DeclaringSyntaxReferences.Any(declared => declared.SyntaxTree == loop.SyntaxTree && loop.Span.Contains(declared.Span));

    private static bool HoldsTensors(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => HoldsTensors(array.ElementType),
        INamedTypeSymbol { TypeArguments.Length: > 0 } named when !TorchTypes.IsTensor(named) => named.TypeArguments.Any(HoldsTensors),
        _ => TorchTypes.IsTensor(type),
    };

    private static void Report(ExpressionSyntax value, (string Text, Location Place) how, TorchFile file) =>
        file.Report(
            UsageDescriptors.BatchKept,
            value.GetLocation(),
            new[] { how.Place },
            limit => new object[] { ResourceWords.Shorten(value.ToString(), limit), ResourceWords.Shorten(how.Text, limit + 14), TorchTypes.IsTensor(file.TypeOf(value)) ? "keep an 'alias()' or a 'clone()' of it" : "keep copies of its tensors" },
            kind: TorchTypes.IsTensor(file.TypeOf(value)) ? "tensor" : "batch");
}
