using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Analyzers.Ownership.Paths;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>Reads a method's contract off its body, for methods in source.</summary>
internal static class ContractInference
{
    /// <summary>What the body shows; null for methods without a visible body.</summary>
    public static MethodContract? Infer(IMethodSymbol method, OwnershipKnowledge knowledge, InferenceSession session)
    {
        SyntaxNode? declaration = method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(session.Cancellation);
        if (declaration is null)
        {
            return method is { MethodKind: MethodKind.Constructor, IsImplicitlyDeclared: true } && Publishes(ImpliedBase(method), knowledge, session)
                ? MethodContract.Inert(0) with { Result = ResultRole.Borrowed }
                : null;
        }

        if (declaration is TypeDeclarationSyntax)
            return Opaque(method);
        if (!HasBody(declaration) || !knowledge.Compilation.ContainsSyntaxTree(declaration.SyntaxTree))
            return null;
        if (InferByText(method, declaration, knowledge, session) is { } told)
            return told;
        if (OperationOf(declaration, knowledge.Compilation, session.Cancellation) is not { } root)
            return null;

        AnalysisCounters.CountInferred();
        var body = new FlowBody(ImmutableArray.Create(root));
        (ResultRole result, ResourceTier? tier, string? family) = method.MethodKind == MethodKind.Constructor
            ? (PublishesItself(method, body, knowledge, session) ? ResultRole.Borrowed : ResultRole.Owned, null, null)
            : ResultInference.Infer(method, body, knowledge, session);
        ImmutableArray<ParameterContract> parameters = method.Parameters
            .Select(parameter => AsToldBy(method, RoleOf(parameter, method, body, knowledge, session)))
            .ToImmutableArray();
        ParameterContract receiver = RoleOfReceiver(method, body, knowledge, session);
        bool isFlagged = receiver is { Role: ParameterRole.Released, Flag: not null };
        return new MethodContract(parameters)
        {
            Result = result,
            ResultTier = tier,
            ResultFamily = family,
            Receiver = isFlagged ? ParameterRole.MayBeReleased : receiver.Role,
            ReceiverFlag = isFlagged ? receiver.Flag : null,
            ReceiverFlagValue = isFlagged && receiver.FlagValue,
        };
    }

    // What the text shows to be nothing; null where the body has to be read.
    private static MethodContract? InferByText(IMethodSymbol method, SyntaxNode declaration, OwnershipKnowledge knowledge, InferenceSession session)
    {
        bool isConstructor = method.MethodKind == MethodKind.Constructor;
        if (method.IsInExtensionBlock() || method.Parameters.Any(static parameter => parameter.RefKind is RefKind.Out or RefKind.Ref)
            || (!isConstructor && ResultInference.MayGive(method, knowledge))
            || !InertMethods.IsOne(declaration, method.Parameters.Where(parameter => CanHoldResource(parameter.Type, knowledge))))
        {
            return null;
        }

        return isConstructor
            ? InertMethods.ContractOf(method, Publishes(ImpliedBase(method), knowledge, session) ? ResultRole.Borrowed : ResultRole.Owned, default)
            : InertMethods.ContractOf(method, ResultRole.Unstated, !method.IsStatic && IsDisposer(method, session.Cancellation) ? ParameterRole.MayBeReleased : default);
    }

    // A constructor that asks its caller whether to leave the stream open keeps it only if the caller says so.
    private static ParameterContract AsToldBy(IMethodSymbol method, ParameterContract contract) =>
        contract is { Role: ParameterRole.Kept, Flag: null } && method.MethodKind == MethodKind.Constructor && GuessedContracts.DecidingFlag(method, out bool value) is { } flag
            ? new ParameterContract(ParameterRole.Kept, flag, value)
            : contract;

    // A primary constructor's parameters are seen by every member; a record's become properties.
    private static MethodContract Opaque(IMethodSymbol constructor) =>
        new(ImmutableArray.CreateRange(Enumerable.Repeat(AsToldBy(constructor, new ParameterContract(ParameterRole.Kept)), constructor.Parameters.Length)))
        {
            Result = ResultRole.Owned,
        };

    private static ParameterContract RoleOf(
        IParameterSymbol parameter, IMethodSymbol method, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        if (parameter.RefKind == RefKind.Out)
            return ResultInference.RoleOfOut(parameter, body, knowledge, session);
        if (parameter.RefKind == RefKind.Ref)
            return new ParameterContract(ParameterRole.Escapes);
        return CanHoldResource(parameter.Type, knowledge) ? RoleOfHeld(parameter, method, body, knowledge, session) : new ParameterContract(ParameterRole.Borrowed);
    }

    private static ParameterContract RoleOfReceiver(IMethodSymbol method, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        if (method.IsInExtensionBlock())
        {
            // The receiver is a parameter of the block; a body that never mentions it does nothing with it.
            IParameterSymbol? receiver = body.Operations.OfType<IParameterReferenceOperation>()
                .Select(static reference => reference.Parameter)
                .FirstOrDefault(parameter => SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, method.ContainingType));
            return receiver is null ? new ParameterContract(ParameterRole.Borrowed) : RoleOfHeld(receiver, method, body, knowledge, session);
        }

        if (method.IsStatic)
            return default;
        if (!ReleasesThis(body))
            return ReturnsOnlyThis(body) ? new ParameterContract(ParameterRole.Aliased) 
                : IsDisposer(method, session.Cancellation) ? new ParameterContract(ParameterRole.MayBeReleased)
                : method.MethodKind == MethodKind.Ordinary && EntersItself(body, knowledge, session) ? new ParameterContract(ParameterRole.Escapes)
                : default;
        // Whatever a Dispose looks like inside, a second call finds nothing to do: the guards in it say so.
        if (CallFacts.IsDispose(method))
            return new ParameterContract(ParameterRole.Released);
        ReleaseClaim claim = ReleaseStructure.Of(body.Root, method, variable: null, knowledge, session);
        return Contract(claim) ?? new ParameterContract(ParameterRole.MayBeReleased);
    }

    private static ParameterContract? Contract(ReleaseClaim claim) => claim.Certainty switch
    {
        Certainty.Always => new ParameterContract(ParameterRole.Released),
        Certainty.Flagged => new ParameterContract(ParameterRole.Released, claim.Flag, claim.FlagValue),
        _ => null,
    };

    private static ParameterContract RoleOfHeld(
        IParameterSymbol parameter, IMethodSymbol method, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        ResourceFate fate = ResourceFlow.OfParameter(parameter, body, knowledge, session);
        if (fate.IsReleased && HowReleased(parameter, fate, method, body, knowledge, session) is { } released)
            return released;
        // Also where the object remembers what its base class was given.
        if (fate is { IsFaceOfThis: true, IsKept: false })
            return new ParameterContract(ParameterRole.Aliased);
        if (fate.Escapes)
            return new ParameterContract(method.MethodKind == MethodKind.Constructor ? ParameterRole.Kept : fate.IsTaken ? ParameterRole.Taken : ParameterRole.Escapes);
        if (fate.IsReturned || fate.IsFaceOfThis)
            return new ParameterContract(fate.IsKept ? ParameterRole.Kept : ParameterRole.Aliased);
        return new ParameterContract(ParameterRole.Borrowed);
    }

    // Null where what is released is not what the caller passed.
    private static ParameterContract? HowReleased(
        IParameterSymbol parameter, ResourceFate fate, IMethodSymbol method, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        ReleaseClaim claim = ReleaseStructure.Of(body.Root, method, parameter, knowledge, session);
        // With the other value of a flag the argument must be borrowed, whatever else holds it.
        bool isAllThereIs = fate is { Escapes: false, IsReturned: false, IsReturnedThrough: false, IsFaceOfThis: false, Places.Count: 0, Faces.Count: 0 };
        if (claim.IsAlways || (claim.Certainty == Certainty.Flagged && isAllThereIs))
            return Contract(claim);
        bool runsLater = (method.IsAsync && method.ReturnsVoid) || ReleaseSubject.OwnOperations(body.Root).Any(static operation => operation.Kind is OperationKind.YieldReturn or OperationKind.YieldBreak);
        return runsLater ? new ParameterContract(ParameterRole.MayBeReleased) : ReleaseProof.Of(parameter, method, body, knowledge, session);
    }

    private static bool CanHoldResource(ITypeSymbol type, OwnershipKnowledge knowledge) =>
        knowledge.Types.TraitsOf(type) is not null || knowledge.Types.IsTaskOfResult(type) || RawTypes.IsRaw(type) || (RawTypes.IsView(type) && !type.IsRefLikeType)
        || type is ITypeParameterSymbol { IsValueType: false }
        || (type is { IsReferenceType: true, IsSealed: false } && type.SpecialType is SpecialType.None or SpecialType.System_Object);

    private static bool ReturnsOnlyThis(FlowBody body)
    {
        bool found = false;
        foreach (IReturnOperation @return in body.Operations.OfType<IReturnOperation>())
        {
            if (!IsThis(@return.ReturnedValue))
                return false;
            found = true;
        }

        return found;
    }

    // A constructor that enters its object into a register gives it an owner; who calls it need not be one.
    private static bool PublishesItself(IMethodSymbol constructor, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        IInvocationOperation? initializer = body.Operations.OfType<IInvocationOperation>().FirstOrDefault(CallFacts.IsConstructorInitializer);
        return Publishes(initializer?.TargetMethod ?? ImpliedBase(constructor), knowledge, session) || body.Operations.OfType<IArgumentOperation>().Any(argument =>
            argument is { Parameter: { } parameter, Parent: IInvocationOperation call } && !CallFacts.IsConstructorInitializer(call) && IsThis(argument.Value)
            && CallFacts.RoleOf(parameter, knowledge.ContractOf(call.TargetMethod, session), call.Arguments) is ParameterRole.Taken or ParameterRole.Escapes);
    }

    private static bool Publishes(IMethodSymbol? baseConstructor, OwnershipKnowledge knowledge, InferenceSession session) =>
        baseConstructor?.OriginalDefinition is { ContainingType.DeclaringSyntaxReferences.IsEmpty: false } source && knowledge.ContractOf(source, session).Result == ResultRole.Borrowed;

    private static IMethodSymbol? ImpliedBase(IMethodSymbol constructor) =>
        constructor.ContainingType.BaseType?.InstanceConstructors.FirstOrDefault(static candidate => candidate.Parameters.IsEmpty);

    private static bool IsThis(IOperation? value) =>
        value is IInstanceReferenceOperation or IConversionOperation { Operand: IInstanceReferenceOperation };

    // void Shutdown() { …; Dispose(); }
    private static bool ReleasesThis(FlowBody body) =>
        body.Operations.OfType<IInvocationOperation>().Any(static call => IsThis(call.Instance) && CallFacts.IsRelease(call.TargetMethod, traits: null));

    // _engine.ActiveCues.Add(this), World.Add(this): from then on somebody else keeps it.
    private static bool EntersItself(FlowBody body, OwnershipKnowledge knowledge, InferenceSession session) => body.Operations.OfType<IArgumentOperation>().Any(argument =>
        IsThis(argument.Value) && argument is { Parameter: { } parameter, Parent: IInvocationOperation { Instance: not (null or IInstanceReferenceOperation) } call } && CollectionTypes.IsAdding(call.TargetMethod)
        && (CollectionTypes.IsFramework(call.TargetMethod.ContainingType)
            || (!call.TargetMethod.DeclaringSyntaxReferences.IsEmpty && CallFacts.RoleOf(parameter, knowledge.ContractOf(call.TargetMethod, session), call.Arguments) is not (ParameterRole.Borrowed or ParameterRole.Unstated))));

    // public void Dispose() => Release(): by either name, as often as it is counted.
    private static bool IsDisposer(IMethodSymbol method, CancellationToken cancellation) =>
        method.Parameters.IsEmpty && method.MethodKind == MethodKind.Ordinary
        && method.ContainingType.GetMembers("Dispose").OfType<IMethodSymbol>().Any(disposer => disposer.Parameters.IsEmpty
            && disposer.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is MethodDeclarationSyntax { Body: var block, ExpressionBody: var arrow }
            && (arrow?.Expression ?? (block?.Statements.Where(static statement => !IsLastWord(statement)).ToList() is [ExpressionStatementSyntax { Expression: var only }] ? only : null))
                is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: var called } && NameOfOwn(called) == method.Name);

    private static bool IsLastWord(StatementSyntax statement) => statement is ExpressionStatementSyntax
    {
        Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "SuppressFinalize" } },
    };

    private static string? NameOfOwn(ExpressionSyntax called) => called switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name.Identifier.ValueText: var name } => name,
        _ => null,
    };

    private static bool HasBody(SyntaxNode declaration) => declaration switch
    {
        BaseMethodDeclarationSyntax method => method.Body is not null || method.ExpressionBody is not null,
        LocalFunctionStatementSyntax function => function.Body is not null || function.ExpressionBody is not null,
        AccessorDeclarationSyntax accessor => accessor.Body is not null || accessor.ExpressionBody is not null,
        // int Count => …;
        ArrowExpressionClauseSyntax => true,
        _ => false,
    };

    private static IOperation? OperationOf(SyntaxNode declaration, Compilation compilation, CancellationToken cancellation) =>
        compilation.ContainsSyntaxTree(declaration.SyntaxTree)
            ? compilation.GetSemanticModel(declaration.SyntaxTree).GetOperation(declaration, cancellation)
            : null;
}
