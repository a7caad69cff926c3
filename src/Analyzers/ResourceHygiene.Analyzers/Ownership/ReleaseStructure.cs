using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// Reads off the structure of a body how surely it releases a variable, or its own object, before it returns: a statement
/// of the body itself, a 'using', a 'finally', both branches. Cheap, and silent (<see cref="Certainty.Sometimes"/>)
/// about everything that needs paths to be followed.
/// </summary>
internal sealed class ReleaseStructure
{
    // A local function that calls a local function.
    private const int MaxDepth = 4;

    private readonly IOperation _root;
    private readonly IMethodSymbol _function;
    private readonly ReleaseSubject _subject;
    private readonly OwnershipKnowledge _knowledge;
    private readonly InferenceSession _session;
    private readonly int _depth;

    private ReleaseStructure(IOperation root, IMethodSymbol function, ReleaseSubject subject, OwnershipKnowledge knowledge, InferenceSession session, int depth)
    {
        _root = root;
        _function = function;
        _subject = subject;
        _knowledge = knowledge;
        _session = session;
        _depth = depth;
    }

    /// <param name="root">The body of a method, local function or lambda.</param>
    /// <param name="function">Whose body it is.</param>
    /// <param name="variable">The variable; null for the object itself.</param>
    /// <param name="knowledge">What is known about types and methods.</param>
    /// <param name="session">The inference that asks.</param>
    public static ReleaseClaim Of(IOperation root, IMethodSymbol function, ISymbol? variable, OwnershipKnowledge knowledge, InferenceSession session) =>
        new ReleaseStructure(root, function, new ReleaseSubject(variable), knowledge, session, MaxDepth).Read();

    private ReleaseClaim Read()
    {
        // What runs later, or in no order that the structure shows, is left to others.
        bool isHidden = _subject.IsWrittenIn(_root) || ReleaseSubject.OwnOperations(_root).Any(static operation =>
            operation.Kind is OperationKind.YieldReturn or OperationKind.YieldBreak || operation is IBranchOperation { BranchKind: BranchKind.GoTo });
        ReleaseClaim claim = _root switch
        {
            IMethodBodyOperation body => Statement(body.BlockBody ?? body.ExpressionBody),
            IConstructorBodyOperation body => Expression(body.Initializer).And(Statement(body.BlockBody ?? body.ExpressionBody)),
            ILocalFunctionOperation function => Statement(function.Body ?? function.IgnoredBody),
            IAnonymousFunctionOperation lambda => Statement(lambda.Body),
            _ => ReleaseClaim.Sometimes,
        };
        return isHidden || (_function.IsAsync && _function.ReturnsVoid) ? claim.Perhaps : claim;
    }

    private ReleaseClaim Statement(IOperation? statement)
    {
        switch (statement)
        {
            case null or ILocalFunctionOperation:
                return ReleaseClaim.Never;
            case IBlockOperation block:
                return Sequence(block.Operations, 0);
            // It does not complete, so that whatever is said about its completion is true.
            case IThrowOperation:
                return ReleaseClaim.Always;
            case IConditionalOperation conditional:
                return Conditional(conditional);
            case IUsingOperation @using:
                return Resources(@using.Resources).And(Statement(@using.Body));
            case IUsingDeclarationOperation declaration:
                return Resources(declaration.DeclarationGroup);
            case ILockOperation @lock:
                return Expression(@lock.LockedValue).And(Statement(@lock.Body));
            case ITryOperation @try:
                return Try(@try);
            case ILoopOperation or ISwitchOperation or ILabeledOperation:
                return statement.ChildOperations.Aggregate(ReleaseClaim.Never, (claim, child) => claim.And(Statement(child).Perhaps));
            case ISwitchCaseOperation @case:
                return Sequence(@case.Body, 0).Perhaps;
            default:
                return Expression(statement);
        }
    }

    private ReleaseClaim Sequence(ImmutableArray<IOperation> statements, int first)
    {
        ReleaseClaim claim = ReleaseClaim.Never;
        for (int i = first; i < statements.Length; i++)
        {
            IOperation statement = statements[i];
            claim = claim.And(Statement(statement));
            if (claim.IsAlways || statement is IReturnOperation)
                return claim;
            if (!MayReturn(statement))
                continue;
            ReleaseGuard guard = statement is IConditionalOperation { WhenFalse: null } leaving && AlwaysReturns(leaving.WhenTrue)
                ? ReleaseGuard.Of(leaving.Condition, _subject, _function, _root)
                : ReleaseGuard.Other;
            if (guard.Kind == GuardKind.NothingToRelease && guard.Value)
                continue;
            ReleaseClaim rest = Sequence(statements, i + 1);
            if (guard.Kind == GuardKind.Flag && claim.IsNever)
                return rest.Certainty == Certainty.Flagged && rest.Flag == guard.Flag && rest.FlagValue != guard.Value ? rest : rest.Or(ReleaseClaim.Never, guard.Flag!, !guard.Value);
            // What came before holds also for those who leave here.
            return rest.IsNever ? claim : ReleaseClaim.Sometimes;
        }

        return claim;
    }

    private ReleaseClaim Conditional(IConditionalOperation conditional)
    {
        ReleaseClaim whenTrue = Statement(conditional.WhenTrue);
        ReleaseClaim whenFalse = Statement(conditional.WhenFalse);
        ReleaseGuard guard = ReleaseGuard.Of(conditional.Condition, _subject, _function, _root);
        ReleaseClaim claim = guard.Kind switch
        {
            _ when Throws(conditional.WhenTrue) => whenFalse,
            _ when Throws(conditional.WhenFalse) => whenTrue,
            GuardKind.NothingToRelease => guard.Value ? whenFalse : whenTrue,
            GuardKind.Flag => whenTrue.Or(whenFalse, guard.Flag!, guard.Value),
            // if (flag && s != null)
            GuardKind.FlagAndSomething when whenFalse.IsNever => whenTrue.Or(whenFalse, guard.Flag!, guard.Value),
            _ => whenTrue.Or(whenFalse),
        };
        return Expression(conditional.Condition).And(claim);
    }

    private ReleaseClaim Try(ITryOperation @try)
    {
        ReleaseClaim last = Statement(@try.Finally);
        if (last.IsAlways)
            return last;
        ReleaseClaim body = Statement(@try.Body);
        // A release does not throw: what begins with one needs no handler.
        bool isFirst = @try.Body.Operations.FirstOrDefault() is { } first && Statement(first).IsAlways;
        foreach (ICatchClauseOperation handler in @try.Catches)
        {
            ReleaseClaim handled = Statement(handler.Handler);
            if (!isFirst && !(body.IsAlways && handled.IsAlways))
                body = body.And(handled).Perhaps;
        }

        return body.And(last);
    }

    private ReleaseClaim Resources(IOperation resources) => resources switch
    {
        IVariableDeclarationGroupOperation group => group.Declarations.SelectMany(static declaration => declaration.Declarators)
            .Select(static declarator => declarator.GetVariableInitializer()?.Value)
            .Aggregate(ReleaseClaim.Never, (claim, value) => claim.And(value is not null && _subject.IsDenotedBy(value) ? ReleaseClaim.Always : Expression(value))),
        _ => _subject.IsDenotedBy(resources) ? ReleaseClaim.Always : Expression(resources),
    };

    private ReleaseClaim Expression(IOperation? expression)
    {
        switch (expression)
        {
            case null or IAnonymousFunctionOperation or ILocalFunctionOperation:
                return ReleaseClaim.Never;
            case IConditionalOperation conditional:
                return Conditional(conditional);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } binary:
                return Expression(binary.LeftOperand).And(Expression(binary.RightOperand).Perhaps);
            case ICoalesceOperation coalesce:
                return Expression(coalesce.Value).And(Expression(coalesce.WhenNull).Perhaps);
            case ICoalesceAssignmentOperation assignment:
                return Expression(assignment.Target).And(Expression(assignment.Value).Perhaps);
            case IConditionalAccessOperation access:
                ReleaseClaim accessed = Expression(access.WhenNotNull);
                return Expression(access.Operation).And(_subject.IsDenotedBy(access.Operation) ? accessed : accessed.Perhaps);
            case ISwitchExpressionOperation @switch:
                return @switch.Arms.Aggregate(Expression(@switch.Value), (claim, arm) => claim.And(Expression(arm.Value).Perhaps));
            default:
                return expression.ChildOperations.Aggregate(Call(expression), (claim, child) => claim.And(Expression(child)));
        }
    }

    private ReleaseClaim Call(IOperation operation)
    {
        switch (operation)
        {
            case IInvocationOperation { Instance: { } instance } call when _subject.IsReceiver(instance):
                return OnSubject(call, instance);
            case IInvocationOperation { TargetMethod.MethodKind: MethodKind.LocalFunction } call:
                return Captured(call.TargetMethod).And(WithArguments(call.TargetMethod, call.Arguments));
            case IInvocationOperation call:
                return WithArguments(call.TargetMethod, call.Arguments);
            case IObjectCreationOperation { Constructor: { } constructor } creation:
                return WithArguments(constructor, creation.Arguments);
            default:
                return ReleaseClaim.Never;
        }
    }

    private ReleaseClaim OnSubject(IInvocationOperation call, IOperation instance)
    {
        IMethodSymbol method = call.TargetMethod;
        ResourceTraits? traits = _knowledge.Types.TraitsOf(instance.Type);
        bool isRelease = CallFacts.IsRelease(method, traits);
        // A method of the object itself is not read for this: one of another name that releases it is called by others.
        if (_subject.IsThis && !isRelease)
            return ReleaseClaim.Never;
        if (CallFacts.IsDispose(method))
            return ReleaseClaim.Always;
        MethodContract contract = _knowledge.ContractOf(method, _session);
        if (contract.Receiver == ParameterRole.MayBeReleased)
            return WithFlag(ParameterRole.Released, contract.ReceiverFlag, contract.ReceiverFlagValue, call.Arguments);
        if (isRelease)
            return CallFacts.IsMild(method, traits) ? ReleaseClaim.Sometimes : ReleaseClaim.Always;
        return contract.Receiver == ParameterRole.Released ? ReleaseClaim.Always : ReleaseClaim.Never;
    }

    private ReleaseClaim WithArguments(IMethodSymbol method, ImmutableArray<IArgumentOperation> arguments)
    {
        ReleaseClaim claim = ReleaseClaim.Never;
        foreach (IArgumentOperation argument in arguments)
        {
            if (argument.Parameter is not { RefKind: RefKind.None or RefKind.In } parameter || !_subject.IsDenotedBy(argument.Value))
                continue;
            MethodContract contract = _knowledge.ContractOf(method, _session);
            if (parameter.Ordinal >= contract.Parameters.Length)
                continue;
            ParameterContract passed = contract.Parameters[parameter.Ordinal];
            claim = claim.And(passed.Flag is null
                ? passed.Role switch { ParameterRole.Released => ReleaseClaim.Always, ParameterRole.MayBeReleased => ReleaseClaim.Sometimes, _ => ReleaseClaim.Never }
                : WithFlag(passed.Role, passed.Flag, passed.FlagValue, arguments));
        }

        return claim;
    }

    // The flag of the called method decides, and may be passed on from a flag of this one.
    private ReleaseClaim WithFlag(ParameterRole role, string? name, bool value, ImmutableArray<IArgumentOperation> arguments)
    {
        if (role != ParameterRole.Released)
            return ReleaseClaim.Never;
        if (name is null || arguments.FirstOrDefault(argument => argument.Parameter?.Name == name) is not { } flag)
            return name is null ? ReleaseClaim.Sometimes : ReleaseClaim.Always;
        if (flag.Value.ConstantValue is { HasValue: true, Value: bool constant })
            return constant == value ? ReleaseClaim.Always : ReleaseClaim.Never;
        ReleaseGuard guard = ReleaseGuard.Of(flag.Value, _subject, _function, _root);
        return guard.Kind == GuardKind.Flag ? new ReleaseClaim(Certainty.Flagged, guard.Flag, guard.Value == value) : ReleaseClaim.Sometimes;
    }

    private ReleaseClaim Captured(IMethodSymbol function)
    {
        IOperation? body = _depth == 0 ? null : _root.Descendants().FirstOrDefault(operation =>
            operation is ILocalFunctionOperation local && SymbolEqualityComparer.Default.Equals(local.Symbol, function.OriginalDefinition));
        if (body is null)
            return ReleaseClaim.Never;
        ReleaseClaim claim = new ReleaseStructure(body, function.OriginalDefinition, _subject, _knowledge, _session, _depth - 1).Read();
        return claim.IsAlways ? claim : claim.Perhaps;
    }

    private static bool MayReturn(IOperation statement) => ReleaseSubject.OwnOperations(statement).Any(static operation => operation is IReturnOperation { IsImplicit: false });

    private static bool Throws(IOperation? statement) => statement switch
    {
        IThrowOperation => true,
        IBlockOperation { Operations: [.., IThrowOperation] } => !MayReturn(statement),
        _ => false,
    };

    private static bool AlwaysReturns(IOperation statement) => statement switch
    {
        IReturnOperation => true,
        IBlockOperation { Operations: [.., IReturnOperation] } => true,
        _ => false,
    };
}
