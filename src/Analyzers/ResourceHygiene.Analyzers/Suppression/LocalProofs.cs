using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Analyzers.Ownership;
using ResourceHygiene.Analyzers.Ownership.Screening;

namespace ResourceHygiene.Analyzers.Suppression;

/// <summary>What is proven about the resources of one body.</summary>
internal sealed class LocalProofs
{
    private readonly DischargeProof _proof;
    private readonly SemanticModel _model;
    private readonly CancellationToken _cancellation;

    private LocalProofs(DischargeProof proof, SemanticModel model, CancellationToken cancellation)
    {
        _proof = proof;
        _model = model;
        _cancellation = cancellation;
    }

    public static LocalProofs? Of(SyntaxNode root, SemanticModel model, OwnershipKnowledge knowledge, CancellationToken cancellation)
    {
        ImmutableArray<IOperation> blocks = BodyOf.Blocks(root, model, cancellation);
        return blocks.IsEmpty ? null : new LocalProofs(new DischargeProof(blocks, ScreenedBodies.GraphOf, knowledge, cancellation), model, cancellation);
    }

    /// <summary>True when what the rule fears at the node certainly does not happen.</summary>
    public bool Covers(SuppressionDescriptor rule, SyntaxNode node) => rule.SuppressedDiagnosticId switch
    {
        "CA2000" or "IDISP001" or "IDISP004" or "S2930" => IsDischarged(node),
        "CA2025" => IsTakenOver(node),
        "IDISP003" => IsFreeToBeOverwritten(node),
        "IDISP005" => OwesNothing(node),
        "IDISP007" => IsHandedOver(node),
        "IDISP016" => VariableAt(node) is { } variable && _model.GetOperation(variable.Node, _cancellation) is { } mention && _proof.IsNeverMisused(variable.Symbol, Own(mention)),
        "MA0100" => IsIndependent(node),
        _ => false,
    };

    // Everything that the reported expression, or the declaration or assignment around the reported name, acquires.
    private bool IsDischarged(SyntaxNode node)
    {
        SyntaxNode place = ValueAt(node);
        List<Obligation> acquired = AcquiredIn(place);
        return acquired.Count > 0 ? acquired.TrueForAll(_proof.IsDischarged) : OwesNothing(place);
    }

    // The call does not wait for the task, but the task owns the resource: nothing here comes back to it.
    private bool IsTakenOver(SyntaxNode node)
    {
        if ((VariableAt(node) ?? node.DescendantNodes().Select(VariableAt).FirstOrDefault(static found => found?.Symbol is ILocalSymbol)) is not { Symbol: ILocalSymbol local } passed)
            return false;
        List<Obligation> held = HeldBy(local);
        bool isLast = _proof.Body.ReferencesTo(local).All(mention => mention.Syntax.SpanStart <= passed.Node.SpanStart);
        bool isRepeated = passed.Node.Ancestors().Any(static ancestor => ancestor is ForStatementSyntax or ForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax or LabeledStatementSyntax or LambdaExpressionSyntax);
        return isLast && !isRepeated && held.Count > 0 && held.TrueForAll(obligation => !obligation.IsUsedAtOnce && obligation.Fate.Places.Count == 1 && _proof.IsDischarged(obligation));
    }

    // Of all that the variable ever holds.
    private bool IsFreeToBeOverwritten(SyntaxNode node)
    {
        if (node.FirstAncestorOrSelf<AssignmentExpressionSyntax>() is not { } assignment || SymbolOf(assignment.Left) is not ILocalSymbol local)
            return false;
        List<Obligation> held = HeldBy(local);
        return held.Count > 0 && held.TrueForAll(_proof.IsDischarged) && ValuesOf(local).All(value => IsEmpty(value) || _proof.IsBorrowed(value)
            || held.Exists(obligation => value.Syntax.Span.Contains(obligation.Acquisition.Operation.Syntax.Span)));
    }

    private bool OwesNothing(SyntaxNode node) => OperationAt(ValueAt(node)) is { } value && (_proof.IsBorrowed(value) || HasNothingToRelease(value));

    // [TakesOwnership], or a call whose result is stated to be the caller's.
    private bool IsHandedOver(SyntaxNode node)
    {
        ISymbol? symbol = VariableAt(node)?.Symbol ?? SymbolOf((node as InvocationExpressionSyntax)?.Expression is MemberAccessExpressionSyntax access ? access.Expression : node);
        switch (symbol)
        {
            case IParameterSymbol { ContainingSymbol: IMethodSymbol method } parameter:
                return parameter.Ordinal < method.Parameters.Length
                    && _proof.Knowledge.Declared.Of(method).Parameters[parameter.Ordinal].Role is ParameterRole.Taken or ParameterRole.Released;
            case IFieldSymbol or IPropertySymbol:
                return OwnershipAttributes.IsOwned(symbol.GetAttributes());
            case ILocalSymbol local:
                List<IOperation> values = ValuesOf(local).Where(static value => !IsEmpty(value)).ToList();
                return values.Count > 0 && values.TrueForAll(value => MethodOf(value) is { } method && _proof.Knowledge.Declared.Of(method).Result == ResultRole.Owned);
            default:
                return false;
        }
    }

    // The task was made of nothing that the resource had a part in, and nothing else got hold of the resource before.
    private bool IsIndependent(SyntaxNode node)
    {
        if ((node as ReturnStatementSyntax ?? node.FirstAncestorOrSelf<ReturnStatementSyntax>())?.Expression is not { } returned)
            return false;
        List<Obligation> released = _proof.Obligations.Where(obligation => obligation.IsUsedAtOnce && IsOpenAt(obligation, returned)).ToList();
        return released.Count > 0 && released.TrueForAll(obligation => obligation.Fate is { Escapes: false, IsKept: false } && IsPassive(obligation.Acquisition.ResourceType)
            && !obligation.Fate.Places.Exists(place => _proof.Body.ReferencesTo(place).Any(mention => returned.Span.Contains(mention.Syntax.Span) || StartsWork(mention))));
    }

    // var copy = s.CopyToAsync(d): what is returned later may be, or wait for, that.
    private static bool StartsWork(IOperation mention)
    {
        for (IOperation? current = mention.Parent; current is not (null or IBlockOperation); current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation or ILocalFunctionOperation or IDelegateCreationOperation)
                return true;
            if (current is IAwaitOperation)
                return false;
            if (current is IInvocationOperation { Type: { SpecialType: not SpecialType.System_Void } type } && type.GetMembers("GetAwaiter").Length > 0)
                return true;
        }

        return false;
    }

    // What does something to the world around it while it is open (a lock, a scope, an activity) has a part in everything.
    private static bool IsPassive(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.Name is "Stream" or "TextReader" or "TextWriter" or "BinaryReader" or "BinaryWriter" or "HttpRequestMessage" or "HttpResponseMessage" or "HttpContent" or "JsonDocument" or "HashAlgorithm" or "CancellationTokenSource"
                && current.ContainingNamespace?.ToDisplayString().StartsWith("System", StringComparison.Ordinal) == true)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOpenAt(Obligation obligation, SyntaxNode node)
    {
        SyntaxNode? statement = obligation.Acquisition.Operation.Syntax.AncestorsAndSelf()
            .FirstOrDefault(static ancestor => ancestor is UsingStatementSyntax or LocalDeclarationStatementSyntax);
        return statement switch
        {
            UsingStatementSyntax @using => @using.Statement.Span.Contains(node.Span),
            LocalDeclarationStatementSyntax { Parent: { } block } declaration => block.Span.Contains(node.Span) && declaration.SpanStart < node.SpanStart,
            _ => false,
        };
    }

    private List<Obligation> AcquiredIn(SyntaxNode place)
    {
        // An inner creation that the reported one wraps or is given is reported on its own.
        List<Obligation> exact = _proof.Obligations.Where(obligation => obligation.Acquisition.Operation.Syntax.Span == place.Span).ToList();
        return exact.Count > 0 ? exact : _proof.Obligations.Where(obligation => place.Span.Contains(obligation.Acquisition.Operation.Syntax.Span)).ToList();
    }

    private List<Obligation> HeldBy(ISymbol? variable) =>
        _proof.Obligations.Where(obligation => obligation.Fate.Places.Contains(variable!, SymbolEqualityComparer.Default)).ToList();

    private IEnumerable<IOperation> ValuesOf(ILocalSymbol local)
    {
        foreach (IOperation operation in _proof.Body.Operations)
        {
            if (operation is IVariableDeclaratorOperation { Initializer.Value: { } value } declarator && SymbolEqualityComparer.Default.Equals(declarator.Symbol, local))
                yield return value;
            else if (operation is IAssignmentOperation { Target: ILocalReferenceOperation target } assignment && SymbolEqualityComparer.Default.Equals(target.Local, local))
                yield return assignment.Value;
            else if (operation is IArgumentOperation { Parameter.RefKind: RefKind.Out or RefKind.Ref } argument && argument.Value.DescendantsAndSelf().Any(inner => inner is ILocalReferenceOperation passed && SymbolEqualityComparer.Default.Equals(passed.Local, local)))
                yield return argument;
        }
    }

    private static bool IsEmpty(IOperation value) => WithoutConversions(value) is ILiteralOperation or IDefaultValueOperation;

    private bool HasNothingToRelease(IOperation value) =>
        WithoutConversions(value).Type is { } type && _proof.Knowledge.Types.TraitsOf(_proof.Knowledge.Types.Awaited(type)) is { Tier: ResourceTier.None };

    private static IMethodSymbol? MethodOf(IOperation value) => WithoutConversions(value) switch
    {
        IInvocationOperation call => call.TargetMethod,
        IAwaitOperation await => MethodOf(await.Operation),
        _ => null,
    };

    private static IOperation WithoutConversions(IOperation value)
    {
        while (value is IConversionOperation { OperatorMethod: null } conversion)
            value = conversion.Operand;
        return value;
    }

    private static SyntaxNode ValueAt(SyntaxNode node) => node switch
    {
        VariableDeclaratorSyntax { Initializer.Value: { } value } => value,
        VariableDeclarationSyntax { Variables: [{ Initializer.Value: { } value }] } => value,
        LocalDeclarationStatementSyntax { Declaration.Variables: [{ Initializer.Value: { } value }] } => value,
        AssignmentExpressionSyntax assignment => assignment.Right,
        ReturnStatementSyntax { Expression: { } value } => value,
        ArrowExpressionClauseSyntax arrow => arrow.Expression,
        ExpressionStatementSyntax { Expression: { } value } => ValueAt(value),
        ArgumentSyntax argument => argument.Expression is DeclarationExpressionSyntax or IdentifierNameSyntax && !argument.RefKindKeyword.Span.IsEmpty ? argument : ValueAt(argument.Expression),
        IdentifierNameSyntax { Parent: AssignmentExpressionSyntax assignment } name when assignment.Left == name => assignment.Right,
        _ => node,
    };

    private IOperation? OperationAt(SyntaxNode node) => _model.GetOperation(node, _cancellation);

    // Operations of a second question to the model are the same objects while the body is alive; by syntax they always match.
    private IOperation Own(IOperation mention) =>
        _proof.Body.Operations.FirstOrDefault(operation => operation.Syntax == mention.Syntax && operation.Kind == mention.Kind) ?? mention;

    private (ISymbol Symbol, SyntaxNode Node)? VariableAt(SyntaxNode node)
    {
        SyntaxNode current = node is ArgumentSyntax argument ? argument.Expression : node;
        if (current is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access })
            current = access.Expression;
        if (current is ConditionalAccessExpressionSyntax conditional)
            current = conditional.Expression;
        if (current is ExpressionStatementSyntax statement)
            return VariableAt(statement.Expression);
        return current is IdentifierNameSyntax && SymbolOf(current) is { } symbol and (ILocalSymbol or IParameterSymbol or IFieldSymbol or IPropertySymbol) ? (symbol, current) : null;
    }

    private ISymbol? SymbolOf(SyntaxNode? node) => node is null ? null : _model.GetSymbolInfo(node, _cancellation).Symbol ?? _model.GetDeclaredSymbol(node, _cancellation);
}
