namespace ResourceHygiene.Shared;

/// <summary>
/// Identifiers of the rules. RHxyyy, where x is the family: 1 local leaks, 2 fields and types, 3 double release and use
/// after release, 4 native and pooled memory, 5 GPU and tensors, 6 async and closures, 7 contracts, 8 generated code's
/// targets, 9 the tool itself. An identifier is never reused.
/// </summary>
internal static class RuleIds
{
    public const string NotReleasedOnAnyPath = "RH1001";
    public const string NotReleasedOnSomePath = "RH1002";
    public const string LeaksIfThrows = "RH1003";
    public const string AcquiredAndDiscarded = "RH1004";
    public const string OverwrittenWhileOwning = "RH1005";
    public const string CollectionNotReleased = "RH1006";
    public const string TemporaryLeaksIfThrows = "RH1007";

    /// <summary>Reported by the runtime, in SARIF, about what leaked while a program ran; no analyzer has it.</summary>
    public const string LeakedAtRunTime = "RH1901";

    public const string MemberNotReleased = "RH2001";
    public const string TypeNotDisposable = "RH2002";
    public const string MemberOverwritten = "RH2003";
    public const string ConstructorLeaks = "RH2004";
    public const string BaseNotCalled = "RH2005";
    public const string ForeignReleased = "RH2006";
    public const string DisposersDisagree = "RH2007";
    public const string CacheGrows = "RH2008";

    public const string ReleasedTwice = "RH3001";
    public const string PossiblyReleasedTwice = "RH3002";
    public const string UsedAfterRelease = "RH3003";
    public const string PossiblyUsedAfterRelease = "RH3004";
    public const string ReleasedAndHandedOut = "RH3005";
    public const string ViewUsedAfterRelease = "RH3006";

    public const string NativeNotFreed = "RH4001";
    public const string FreedByOther = "RH4002";
    public const string PinNotFreed = "RH4003";
    public const string RentedNotReturned = "RH4004";
    public const string PooledAfterReturn = "RH4005";
    public const string RawHandleField = "RH4006";
    public const string TempNotDeleted = "RH4007";

    public const string TensorNotOwned = "RH5001";
    public const string IntermediateLost = "RH5002";
    public const string TensorEscapesScope = "RH5003";
    public const string DetachedNotOwned = "RH5004";
    public const string ScopeGrowsInLoop = "RH5005";
    public const string ModuleNotDisposed = "RH5006";
    public const string GuardLetLoose = "RH5007";
    public const string MovedToNobody = "RH5008";
    public const string UsingOnInPlaceResult = "RH5009";
    public const string TensorTaken = "RH5010";
    public const string StateNotOwned = "RH5011";
    public const string OptimizerBeforeMove = "RH5012";
    public const string BatchKept = "RH5013";
    public const string GradientsOn = "RH5014";
    public const string AliasReleased = "RH5015";
    public const string CollectedByHand = "RH5017";
    public const string NumberConverted = "RH5018";

    public const string TaskOutlivesResource = "RH6001";
    public const string UsingOnTask = "RH6002";
    public const string HeldAcrossYield = "RH6003";
    public const string DelegateOutlivesResource = "RH6004";
    public const string ReleasedSynchronously = "RH6005";
    public const string SubscriptionIgnored = "RH6006";
    public const string LockHeldAcrossStop = "RH6007";
    public const string HandlerNotRemoved = "RH6008";

    public const string OwnedResultUnsaid = "RH7001";
    public const string AnnotationContradictsBody = "RH7002";
    public const string OverrideChangesContract = "RH7003";
    public const string DiffersFromBaseline = "RH7004";
    public const string ContractLineInvalid = "RH7005";

    public const string TrackedTypeMustBePartial = "RH8001";
    public const string ContainingTypeMustBePartial = "RH8002";
    public const string ConstructorDoesNotTrack = "RH8003";
    public const string UnsupportedTarget = "RH8004";
    public const string UnsupportedTrackedProperty = "RH8005";
    public const string OwnedMemberCannotBeReleased = "RH8006";
    public const string OwnedMemberIsOnlyAsync = "RH8007";
    public const string UnknownAfter = "RH8008";
    public const string CyclicAfter = "RH8009";
    public const string DisposeDoesNotRelease = "RH8010";
    public const string CapabilityMethodSignature = "RH8011";
    public const string ReleaseHandlerSignature = "RH8012";
    public const string InvalidAttributeValue = "RH8013";
    public const string TrackedRecordCopied = "RH8014";
    public const string WorkerTypeUnsupported = "RH8015";
    public const string WorkerCommandSignature = "RH8016";
    public const string WorkerValueCannotCross = "RH8017";
    public const string WorkerHostNotRun = "RH8018";
    public const string RegisteredElsewhereToo = "RH8019";

    public const string BudgetExceeded = "RH9001";
    public const string OwnershipGuessed = "RH9003";
    public const string SettingInvalid = "RH9004";

    /// <summary>Address of the page that explains a rule.</summary>
    public static string HelpLink(string id) =>
        "https://github.com/resource-hygiene/resource-hygiene/blob/main/docs/rules/" + id + ".md";
}
