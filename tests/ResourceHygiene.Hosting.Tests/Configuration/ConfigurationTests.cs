using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ResourceHygiene.Hosting.Tests.Host;

namespace ResourceHygiene.Hosting.Tests.Configuration;

public sealed class ConfigurationTests
{
    [Fact]
    public void Settings_are_read()
    {
        var options = Read(
            ("Telemetry", "false"),
            ("Policy:Algorithm", "Weighted-Score"),
            ("Policy:Weights:Idle", "75.5"),
            ("Policy:ActiveWithin", "2 s"),
            ("Policy:OtherTypes:Rank", "9"),
            ("Policy:Types:model_shards:KeepAtLeast", "4"),
            ("Policy:Types:my_cache:Rank", "3"),
            ("Policy:Types:my_cache:Retention", "1.5 min"),
            ("Policy:Types:my_cache:Threshold", "85 %"),
            ("Policy:Types:my_cache:Incremental", "true"),
            ("Cleaning:Every", "00:01:00"),
            ("Cleaning:Level", "medium"),
            ("Reaper:HandlerDeadline", "2 s"),
            ("Reaper:HandlerDeadlines:model_weights", "infinite"),
            ("Reaper:Grace", "0 s"),
            ("Pressure:WarningCleanup", "Medium"),
            ("Pressure:EmergencyCleanup", "off"),
            ("Pressure:HistorySize", "8"),
            ("Leaks:Detection", "sampled"),
            ("Leaks:Every", "off"),
            ("Leaks:Report", "leaks.sarif"),
            ("Exit:Budget", "infinite"),
            ("Exit:EmergencyBudget", "250 ms"));

        Assert.False(options.Telemetry);
        Assert.Equal("weighted-score", options.Policy.Algorithm);
        Assert.Equal(75.5, options.Policy.Weights.Idle);
        Assert.Equal(TimeSpan.FromSeconds(2), options.Policy.ActiveWithin);
        Assert.Equal(9, options.Policy.OtherTypes.Rank);
        // What is not set stays as it is built in.
        Assert.Equal(new ResourceTypeProfile("model_shards", 1, TimeSpan.FromSeconds(300)) { KeepAtLeast = 4, Threshold = 0.85 }, options.Policy.ProfileOf("model_shards"));
        Assert.Equal(new ResourceTypeProfile("my_cache", 3, TimeSpan.FromSeconds(90)) { Threshold = 0.85, Incremental = true }, options.Policy.ProfileOf("my_cache"));
        Assert.Equal((TimeSpan.FromMinutes(1), CleanupLevel.Medium), (options.Cleaning.Every, options.Cleaning.Level));
        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.Zero), (options.Reaper!.HandlerDeadline, options.Reaper.Grace));
        Assert.Equal(Timeout.InfiniteTimeSpan, options.Reaper.HandlerDeadlines["model_weights"]);
        Assert.Equal((CleanupLevel.Medium, null, 8), (options.Pressure!.WarningCleanup, options.Pressure.EmergencyCleanup, options.Pressure.HistorySize));
        Assert.Equal(LeakDetectionLevel.Sampled, options.Leaks.Detection);
        Assert.Equal((null, "leaks.sarif"), (options.Leaks.Every, options.Leaks.Report));
        Assert.Equal((Timeout.InfiniteTimeSpan, TimeSpan.FromMilliseconds(250)), (options.Exit.Budget, options.Exit.EmergencyBudget));
    }

    [Theory]
    [InlineData("Exit:Bugdet", "5 s", "ResourceHygiene:Exit:Bugdet: there is no such setting (value '5 s'). Did you mean 'Budget'? Known here: ")]
    [InlineData("Policy:Types:a:Rnk", "5", "ResourceHygiene:Policy:Types:a:Rnk: there is no such setting (value '5'). Did you mean 'Rank'? Known here: ")]
    [InlineData("Quux:A:B", "5", "ResourceHygiene:Quux: there is no such setting. Known here: ")]
    [InlineData("Exit:Budget", "5", "ResourceHygiene:Exit:Budget: '5' is not valid; write a time from 0 to 24 days, such as 00:00:05, 200 ms or 5 s, or 'infinite'.")]
    [InlineData("Exit:Budget", "-5 s", "ResourceHygiene:Exit:Budget: '-5 s' is not valid; write a time from 0 to 24 days")]
    [InlineData("Exit:HandlerSlice", "0 s", "ResourceHygiene:Exit:HandlerSlice: '0 s' is not valid; write a time longer than 0")]
    [InlineData("Reaper:HandlerDeadlines:a", "0 s", "ResourceHygiene:Reaper:HandlerDeadlines:a: '0 s' is not valid; write a time longer than 0")]
    [InlineData("Leaks:Detection", "some", "ResourceHygiene:Leaks:Detection: 'some' is not valid; write one of Off, Sampled, All.")]
    [InlineData("Pressure:HistorySize", "0", "ResourceHygiene:Pressure:HistorySize: '0' is not valid; write a whole number from 1 to 100000.")]
    [InlineData("Exit:Signals", "yes", "ResourceHygiene:Exit:Signals: 'yes' is not valid; write true or false.")]
    [InlineData("Policy:Algorithm", "best", "ResourceHygiene:Policy:Algorithm: 'best' is not valid; write one of decision-tree, weighted-score.")]
    [InlineData("Policy:Types:a:Rank", "-1", "ResourceHygiene:Policy:Types:a:Rank: '-1' is not valid; write a whole number from 0 to 10000.")]
    [InlineData("Policy:Types:a:Rank", "1.5", "ResourceHygiene:Policy:Types:a:Rank: '1.5' is not valid; write a whole number from 0 to 10000.")]
    [InlineData("Policy:Types:a:Threshold", "85", "ResourceHygiene:Policy:Types:a:Threshold: '85' is not valid; write a share from 0 to 1, or a percentage such as 85 %.")]
    [InlineData("Policy:Weights:Rank", "NaN", "ResourceHygiene:Policy:Weights:Rank: 'NaN' is not valid; write a number from 0.")]
    [InlineData("Exit", "5 s", "ResourceHygiene:Exit: '5 s' stands where settings are expected; write an object with keys.")]
    [InlineData("Exit:Budget:Seconds", "5", "ResourceHygiene:Exit:Budget: settings stand where one value is expected; write a single value.")]
    [InlineData("Cleaning:Level", "5", "ResourceHygiene:Cleaning:Level: '5' is not valid; write one of Low, Medium, High, Critical.")]
    public void A_setting_that_cannot_be_meant_is_named_with_its_value_and_the_remedy(string key, string value, string error)
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Read((key, value)));

        Assert.StartsWith(error, Assert.Single(exception.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once_also_what_code_sets()
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Read(
            static options => options.Health.Remember = TimeSpan.Zero, ("Exit:Budget", "soon"), ("Policy:Types:a:Rank", "first"), ("Unknown", "1")));

        Assert.Equal(4, exception.Failures.Count());
        Assert.Contains("ResourceHygieneOptions.Health.Remember is 00:00:00; set a time longer than 0 and not above 24 days.", exception.Failures);
    }

    [Fact]
    public void Keys_and_words_may_be_written_in_either_case() =>
        Assert.Equal(TimeSpan.FromSeconds(3), Read(("exit:BUDGET", "3 S")).Exit.Budget);

    [Fact]
    public void What_is_null_or_empty_leaves_the_built_in_values() =>
        Assert.Equal(TimeSpan.FromSeconds(5), Read(("Exit:Budget", null), ("Leaks", "")).Exit.Budget);

    [Fact]
    public void The_whole_configuration_may_be_given_instead_of_the_section()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [KeyValuePair.Create<string, string?>("ResourceHygiene:Exit:Budget", "7 s"), KeyValuePair.Create<string, string?>("Logging:Level", "x")]).Build();
        using var services = new ServiceCollection().AddResourceHygiene(configuration).BuildServiceProvider();

        Assert.Equal(TimeSpan.FromSeconds(7), services.GetRequiredService<IOptions<ResourceHygieneOptions>>().Value.Exit.Budget);
    }

    [Fact]
    public void What_code_sets_after_the_configuration_wins() =>
        Assert.Equal(TimeSpan.FromSeconds(1), Read(static options => options.Exit.Budget = TimeSpan.FromSeconds(1), ("Exit:Budget", "7 s")).Exit.Budget);

    [Fact]
    public void The_sample_of_the_documentation_is_accepted_and_sets_every_setting()
    {
        using var json = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Documentation.Block("docs/hosting.md", "json")));
        var configuration = new ConfigurationBuilder().AddJsonStream(json).Build();
        using var services = new ServiceCollection().AddResourceHygiene(configuration).BuildServiceProvider();

        var options = services.GetRequiredService<IOptions<ResourceHygieneOptions>>().Value;

        Assert.Equal(TimeSpan.FromMinutes(1), options.Cleaning.Every);
        Assert.Equal(2, options.Policy.ProfileOf("model_shards").KeepAtLeast);
        Assert.Equal(TimeSpan.FromSeconds(20), options.Reaper!.HandlerDeadlines["model_weights"]);
    }

    /// <summary>What is not in the sample cannot be bound: the sample is read, and its unknown keys are errors.</summary>
    [Theory]
    [InlineData(typeof(ResourceHygieneOptions))]
    [InlineData(typeof(ResourceTypeProfile), nameof(ResourceTypeProfile.Type))]
    [InlineData(typeof(ScoreWeights))]
    [InlineData(typeof(PressureOptions), nameof(PressureOptions.Gauges), nameof(PressureOptions.Stall))]
    [InlineData(typeof(ReaperOptions))]
    [InlineData(typeof(PeriodicCleaningOptions))]
    [InlineData(typeof(LeakOptions))]
    [InlineData(typeof(HostExitOptions))]
    [InlineData(typeof(HealthOptions))]
    public void Every_option_that_can_be_written_down_can_be_configured(Type options, params string[] onlyInCode)
    {
        var sample = Documentation.Block("docs/hosting.md", "json");

        var missing = options.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(static property => property.Name)
            .Except(onlyInCode)
            .Where(name => !sample.Contains($"\"{name}\":", StringComparison.Ordinal));

        Assert.Empty(missing);
    }

    [Fact]
    public void What_code_sets_before_the_configuration_stays_where_that_says_nothing()
    {
        using var services = new ServiceCollection()
            .AddResourceHygiene(static options => options.Pressure = new PressureOptions { WarningCleanup = null, HistorySize = 7 })
            .AddResourceHygiene(HostFixture.Section(("Pressure:WarningAt", "80 %")))
            .BuildServiceProvider();

        var pressure = services.GetRequiredService<IOptions<ResourceHygieneOptions>>().Value.Pressure!;

        Assert.Equal((0.8, null, 7), (pressure.WarningAt, pressure.WarningCleanup, pressure.HistorySize));
    }

    private static ResourceHygieneOptions Read(params (string Key, string? Value)[] settings) => Read(static _ => { }, settings);

    private static ResourceHygieneOptions Read(Action<ResourceHygieneOptions> configure, params (string Key, string? Value)[] settings)
    {
        using var services = new ServiceCollection()
            .AddResourceHygiene(HostFixture.Section(settings))
            .AddResourceHygiene(configure)
            .BuildServiceProvider();
        return services.GetRequiredService<IOptions<ResourceHygieneOptions>>().Value;
    }
}
